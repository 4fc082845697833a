import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import RemoveIcon from "@mui/icons-material/Close";
import { Avatar, Box, IconButton, List, ListItem, Typography } from "@mui/material";
import { useController, useWatch } from "react-hook-form";
import { type LinkKind, linkKinds } from "../catalog-wire.ts";
import { inWidth } from "../picture-url.ts";
import { StatusChip } from "../shell/status-chip.tsx";
import type { LinkedProduct, ProductDraft } from "./draft.ts";
import { ProductPicker } from "./product-picker.tsx";

const kinds: Record<LinkKind, { name: string; what: string }> = {
  related: { name: "Related", what: "Of the same kind, or for the same use" },
  up_sell: { name: "Better ones", what: "In its stead: up-selling" },
  cross_sell: { name: "Goes with it", what: "Offered beside it in the cart: cross-selling" },
};

/** Products of one kind. */
const most = 20;

/** The products that this one leads to, each kind in its order. */
export function LinksInput() {
  return (
    <Box
      sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(3, minmax(0, 1fr))" } }}
    >
      {linkKinds.map((kind) => (
        <OneKind key={kind} kind={kind} />
      ))}
    </Box>
  );
}

function OneKind({ kind }: { kind: LinkKind }) {
  const { field } = useController<ProductDraft, `links.${LinkKind}`>({ name: `links.${kind}` });
  const self = useWatch<ProductDraft, "id">({ name: "id" });
  const { name, what } = kinds[kind];
  const chosen: LinkedProduct[] = field.value ?? [];
  const move = (at: number, by: -1 | 1) => {
    const [one] = chosen.slice(at, at + 1);
    if (one) field.onChange(chosen.toSpliced(at, 1).toSpliced(at + by, 0, one));
  };
  return (
    <Box component="section" aria-label={name}>
      <Typography variant="h3">{name}</Typography>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {what}
      </Typography>
      <List dense disablePadding>
        {chosen.map((product, at) => (
          <Linked
            key={product.id}
            product={product}
            {...(at > 0 ? { onUp: () => move(at, -1) } : {})}
            {...(at < chosen.length - 1 ? { onDown: () => move(at, 1) } : {})}
            onRemove={() => field.onChange(chosen.toSpliced(at, 1))}
          />
        ))}
      </List>
      {chosen.length < most ? (
        <ProductPicker
          label="Add a product"
          without={[...chosen.map(({ id }) => id), ...(self ? [self] : [])]}
          onPick={(product) => field.onChange([...chosen, product])}
        />
      ) : (
        <Typography variant="body2">These are {most}, as many as there can be.</Typography>
      )}
    </Box>
  );
}

interface LinkedProps {
  product: LinkedProduct;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}

function Linked({ product: { title, status, images }, onUp, onDown, onRemove }: LinkedProps) {
  const [picture] = images;
  return (
    <ListItem disableGutters sx={{ gap: 1 }}>
      <Avatar
        variant="rounded"
        {...(picture ? { src: inWidth(picture.url, 160), alt: "" } : {})}
        sx={{ width: 32, height: 32, bgcolor: "action.hover" }}
      >
        {" "}
      </Avatar>
      <Box sx={{ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}>
        {title} {status !== "active" && <StatusChip status={status} />}
      </Box>
      <Box sx={{ whiteSpace: "nowrap", flexShrink: 0 }}>
        <IconButton size="small" disabled={!onUp} onClick={onUp} aria-label={`Move ${title} up`}>
          <UpIcon fontSize="inherit" />
        </IconButton>
        <IconButton size="small" disabled={!onDown} onClick={onDown} aria-label={`Move ${title} down`}>
          <DownIcon fontSize="inherit" />
        </IconButton>
        <IconButton size="small" onClick={onRemove} aria-label={`Remove ${title}`}>
          <RemoveIcon fontSize="inherit" />
        </IconButton>
      </Box>
    </ListItem>
  );
}
