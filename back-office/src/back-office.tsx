import { QueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Admin, CustomRoutes, Resource } from "react-admin";
import { Route } from "react-router-dom";
import { authProvider } from "./auth-provider.ts";
import { dataProvider } from "./data-provider.ts";
import { ApiFailure } from "./failure.ts";
import { router } from "./router.ts";
import { Frame } from "./shell/frame.tsx";
import { Nowhere } from "./shell/nowhere.tsx";
import { SignIn } from "./shell/sign-in.tsx";
import { darkTheme, lightTheme } from "./theme.ts";

// Each screen is fetched when it is first opened.
const Dashboard = lazy(() => import("./dashboard/dashboard.tsx"));
const OrderList = lazy(() => import("./orders/order-list.tsx"));
const OrderPage = lazy(() => import("./orders/order-page.tsx"));
const DraftsPage = lazy(() => import("./by-staff/drafts-page.tsx"));
const DraftPage = lazy(() => import("./by-staff/draft-page.tsx"));
const CartsPage = lazy(() => import("./carts/carts-page.tsx"));
const FraudPage = lazy(() => import("./fraud/fraud-page.tsx"));
const ProductList = lazy(() => import("./products/product-list.tsx"));
const ProductEdit = lazy(() => import("./products/product-edit.tsx"));
const ProductCreate = lazy(() => import("./products/product-create.tsx"));
const BulkEdits = lazy(() => import("./products/bulk/bulk-edits.tsx"));
const CategoriesPage = lazy(() => import("./categories/categories-page.tsx"));
const CollectionList = lazy(() => import("./collections/collection-list.tsx"));
const CollectionPage = lazy(() => import("./collections/collection-page.tsx"));
const CollectionCreate = lazy(() => import("./collections/collection-create.tsx"));
const SearchRulesPage = lazy(() => import("./search/search-rules-page.tsx"));
const ArrangePage = lazy(() => import("./search/arrange-page.tsx"));
const SynonymsPage = lazy(() => import("./search/synonyms-page.tsx"));
const MissesPage = lazy(() => import("./search/misses-page.tsx"));
const TranslationPage = lazy(() => import("./translations/translation-page.tsx"));
const StockList = lazy(() => import("./stock/stock-list.tsx"));
const VariantStockPage = lazy(() => import("./stock/variant-stock-page.tsx"));
const LocationsPage = lazy(() => import("./stock/locations-page.tsx"));
const LocationPage = lazy(() => import("./stock/location-page.tsx"));
const TransfersPage = lazy(() => import("./stock/transfers-page.tsx"));
const TransferPage = lazy(() => import("./stock/transfer-page.tsx"));
const StockTakesPage = lazy(() => import("./stock/takes-page.tsx"));
const StockTakePage = lazy(() => import("./stock/take-page.tsx"));
const DeadLetterList = lazy(() => import("./dead-letters/dead-letter-list.tsx"));
const PromotionList = lazy(() => import("./promotions/promotion-list.tsx"));
const PromotionPage = lazy(() => import("./promotions/promotion-page.tsx"));
const PromotionCreate = lazy(() => import("./promotions/promotion-create.tsx"));
const PricesPage = lazy(() => import("./prices/prices-page.tsx"));
const MarketPage = lazy(() => import("./prices/market-page.tsx"));
const PriceListPage = lazy(() => import("./prices/price-list-page.tsx"));
const ShippingPage = lazy(() => import("./shipping/shipping-page.tsx"));
const ShippingZonePage = lazy(() => import("./shipping/shipping-zone-page.tsx"));
const ShippingMethodPage = lazy(() => import("./shipping/shipping-method-page.tsx"));
const TaxesPage = lazy(() => import("./taxes/taxes-page.tsx"));
const TaxZonePage = lazy(() => import("./taxes/tax-zone-page.tsx"));
const ExemptionsPage = lazy(() => import("./taxes/exemptions-page.tsx"));
const ExemptionPage = lazy(() => import("./taxes/exemption-page.tsx"));
const TaxServicesPage = lazy(() => import("./taxes/tax-services-page.tsx"));
const PaymentsPage = lazy(() => import("./money-pages/payments-page.tsx"));
const AuditPage = lazy(() => import("./money-pages/audit-page.tsx"));
const ImportPage = lazy(() => import("./imports/import-page.tsx"));

/** Screens that are no list of rows with a page for each. */
const pages = [
  ["/order-drafts", DraftsPage],
  ["/order-drafts/:id", DraftPage],
  ["/carts", CartsPage],
  ["/doubtful-orders", FraudPage],
  ["/bulk-edits", BulkEdits],
  ["/categories/:id?", CategoriesPage],
  ["/search", SearchRulesPage],
  ["/search/arrange", ArrangePage],
  ["/search/synonyms", SynonymsPage],
  ["/search/misses", MissesPage],
  ["/translations/:kind/:id/:locale", TranslationPage],
  ["/stock/variants/:id", VariantStockPage],
  ["/stock/locations", LocationsPage],
  ["/stock/locations/:id", LocationPage],
  ["/stock/transfers", TransfersPage],
  ["/stock/transfers/:id", TransferPage],
  ["/stock/takes", StockTakesPage],
  ["/stock/takes/:id", StockTakePage],
  ["/prices", PricesPage],
  ["/prices/markets/:id", MarketPage],
  ["/prices/lists/:id", PriceListPage],
  ["/shipping", ShippingPage],
  ["/shipping/zones/:id", ShippingZonePage],
  ["/shipping/methods/:id", ShippingMethodPage],
  ["/taxes", TaxesPage],
  ["/taxes/exemptions", ExemptionsPage],
  ["/taxes/exemptions/:id", ExemptionPage],
  ["/taxes/services", TaxServicesPage],
  ["/taxes/:id", TaxZonePage],
  ["/payments", PaymentsPage],
  ["/audit", AuditPage],
  ["/import", ImportPage],
] as const;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // What the store refuses once it refuses again; only what may pass by itself is asked for twice.
      retry: (count, failure) => count < 2 && failure instanceof ApiFailure && failure.status >= 500,
    },
  },
});

export function BackOffice() {
  return (
    <Admin
      title="Souk back office"
      dataProvider={dataProvider}
      authProvider={authProvider}
      queryClient={queryClient}
      routerProvider={router}
      layout={Frame}
      loginPage={SignIn}
      dashboard={Dashboard}
      catchAll={Nowhere}
      lightTheme={lightTheme}
      darkTheme={darkTheme}
      disableTelemetry
    >
      <Resource name="orders" list={OrderList} show={OrderPage} />
      <Resource name="products" list={ProductList} edit={ProductEdit} create={ProductCreate} />
      <Resource name="collections" list={CollectionList} edit={CollectionPage} create={CollectionCreate} />
      <Resource name="promotions" list={PromotionList} edit={PromotionPage} create={PromotionCreate} />
      <Resource name="inventory" list={StockList} />
      <Resource name="dead-letters" list={DeadLetterList} />
      <CustomRoutes>
        {pages.map(([path, Page]) => (
          <Route
            key={path}
            path={path}
            element={
              <Suspense>
                <Page />
              </Suspense>
            }
          />
        ))}
      </CustomRoutes>
    </Admin>
  );
}
