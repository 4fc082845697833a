import SellIcon from "@mui/icons-material/SellOutlined";
import { Avatar } from "@mui/material";
import { inWidth } from "../picture-url.ts";
import type { Named } from "./named-product.ts";

/** A product's first picture, small. */
export function Thumb({ product: { image_url } }: { product: Named }) {
  return (
    <Avatar
      variant="rounded"
      {...(image_url ? { src: inWidth(image_url, 160) } : {})}
      alt=""
      slotProps={{ img: { loading: "lazy" } }}
      sx={{ width: 36, height: 36, bgcolor: "action.hover", color: "text.secondary" }}
    >
      <SellIcon fontSize="small" />
    </Avatar>
  );
}
