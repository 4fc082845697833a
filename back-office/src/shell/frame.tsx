import TreeIcon from "@mui/icons-material/AccountTreeOutlined";
import CollectionsIcon from "@mui/icons-material/CollectionsBookmarkOutlined";
import DoubtIcon from "@mui/icons-material/GppMaybeOutlined";
import HomeIcon from "@mui/icons-material/HomeOutlined";
import StockIcon from "@mui/icons-material/Inventory2Outlined";
import ShippingIcon from "@mui/icons-material/LocalShippingOutlined";
import PromotionIcon from "@mui/icons-material/LoyaltyOutlined";
import PaymentIcon from "@mui/icons-material/PaymentsOutlined";
import TaxIcon from "@mui/icons-material/PercentOutlined";
import PriceIcon from "@mui/icons-material/PriceChangeOutlined";
import ReceiptIcon from "@mui/icons-material/ReceiptLongOutlined";
import ReportIcon from "@mui/icons-material/ReportGmailerrorredOutlined";
import SearchIcon from "@mui/icons-material/SearchOutlined";
import SellIcon from "@mui/icons-material/SellOutlined";
import BasketIcon from "@mui/icons-material/ShoppingBasketOutlined";
import UploadIcon from "@mui/icons-material/UploadFileOutlined";
import { Box, Divider, Typography } from "@mui/material";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import {
  AppBar,
  Layout,
  LoadingIndicator,
  Logout,
  Menu,
  Title,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useGetIdentity,
  useLogout,
  useSidebarState,
} from "react-admin";
import { currentSession, onSession } from "../session.ts";
import { Mark } from "./mark.tsx";

/** What stands around every screen: the bar with the page's name, and the way to the other screens. */
export function Frame({ children }: { children: ReactNode }) {
  const inside = useDoor();
  if (!inside) return null;
  return (
    <Layout appBar={Bar} menu={Ways} appBarAlwaysOn>
      {children}
    </Layout>
  );
}

/**
 * Leads to the door where nobody is signed in, and as soon as a session is over, whichever call found out. react-admin's own
 * `requireAuth` does it by mounting a component that logs out; with a router that navigates in transitions it mounts anew
 * before the navigation is through, thousands of times.
 * @returns whether somebody is signed in
 */
function useDoor(): boolean {
  const session = useSyncExternalStore(onSession, currentSession);
  const logout = useLogout();
  useEffect(() => {
    if (!session) void logout();
  }, [session, logout]);
  return session !== null;
}

function Bar() {
  return (
    <AppBar color="inherit" elevation={0} toolbar={<Tools />} userMenu={<Me />} alwaysOn>
      <Box sx={{ display: { xs: "none", md: "flex" }, alignItems: "center", width: 158, gap: 1 }}>
        <Mark size={22} />
        <Typography component="span" sx={{ fontWeight: 700, letterSpacing: "-0.01em" }}>
          Souk
        </Typography>
      </Box>
      <TitlePortal component="h1" variant="h6" />
    </AppBar>
  );
}

function Tools() {
  return (
    <>
      <ToggleThemeButton />
      <LoadingIndicator />
    </>
  );
}

function Me() {
  const { identity } = useGetIdentity();
  return (
    <UserMenu>
      <Typography variant="body2" sx={{ px: 2, py: 1, color: "text.secondary" }}>
        {identity?.fullName}
      </Typography>
      <Logout />
    </UserMenu>
  );
}

function Ways() {
  return (
    <Menu aria-label="Back office">
      <Menu.Item to="/" primaryText="Home" leftIcon={<HomeIcon />} />
      <Menu.Item to="/orders" primaryText="Orders" leftIcon={<ReceiptIcon />} />
      <Menu.Item to="/carts" primaryText="Carts" leftIcon={<BasketIcon />} />
      <Menu.Item to="/products" primaryText="Products" leftIcon={<SellIcon />} />
      <Menu.Item to="/categories" primaryText="Categories" leftIcon={<TreeIcon />} />
      <Menu.Item to="/collections" primaryText="Collections" leftIcon={<CollectionsIcon />} />
      <Menu.Item to="/search" primaryText="Search" leftIcon={<SearchIcon />} />
      <Menu.Item to="/inventory" primaryText="Stock" leftIcon={<StockIcon />} />
      <GroupName name="Money" />
      <Menu.Item to="/promotions" primaryText="Promotions" leftIcon={<PromotionIcon />} />
      <Menu.Item to="/prices" primaryText="Prices" leftIcon={<PriceIcon />} />
      <Menu.Item to="/shipping" primaryText="Shipping" leftIcon={<ShippingIcon />} />
      <Menu.Item to="/payments" primaryText="Payments" leftIcon={<PaymentIcon />} />
      <Menu.Item to="/doubtful-orders" primaryText="Doubtful orders" leftIcon={<DoubtIcon />} />
      <Menu.Item to="/taxes" primaryText="Taxes" leftIcon={<TaxIcon />} />
      <GroupName name="Behind the counter" />
      <Menu.Item to="/import" primaryText="Import" leftIcon={<UploadIcon />} />
      <Menu.Item to="/dead-letters" primaryText="Dead letters" leftIcon={<ReportIcon />} />
    </Menu>
  );
}

/** What the ways below it have in common; a line where the menu is folded. */
function GroupName({ name }: { name: string }) {
  const [open] = useSidebarState();
  if (!open) return <Divider component="li" role="presentation" sx={{ my: 1 }} />;
  return (
    <Typography component="li" role="presentation" variant="caption" sx={{ px: 3, pt: 1.5, color: "text.secondary" }}>
      {name}
    </Typography>
  );
}

/** The page's name: in the bar, as the heading, and in the browser's tab. */
export function PageName({ name }: { name: string }) {
  useEffect(() => {
    document.title = `${name} · Souk back office`;
  }, [name]);
  return <Title title={name} preferenceKey={false} />;
}
