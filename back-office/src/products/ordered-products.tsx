import DownIcon from "@mui/icons-material/ArrowDownward";
import UpIcon from "@mui/icons-material/ArrowUpward";
import RemoveIcon from "@mui/icons-material/Close";
import TopIcon from "@mui/icons-material/VerticalAlignTop";
import { Box, Button, Chip, IconButton, Stack, Typography } from "@mui/material";
import { type DragEvent, type ReactNode, useState } from "react";
import type { Named } from "./named-product.ts";
import { Thumb } from "./thumb.tsx";

/** So many are drawn at first; a thousand rows at once would make a slow page. */
const drawnAtOnce = 100;

/** Products that staff chose, in an order that they give them by arrows or by dragging. */
export function OrderedProducts({
  products,
  label,
  unordered = false,
  onChange,
}: {
  products: readonly Named[];
  label: string;
  /** They stand somewhere, but not in this order. */
  unordered?: boolean;
  onChange: (products: Named[]) => void;
}) {
  const [drawn, setDrawn] = useState(drawnAtOnce);
  const [dragged, setDragged] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    const product = products[from];
    if (product) onChange(products.toSpliced(from, 1).toSpliced(to, 0, product));
  };
  const drop = (event: DragEvent, to: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, to);
    setDragged(null);
  };
  return (
    <>
      <Box component="ol" aria-label={label} sx={{ listStyle: "none", m: 0, p: 0 }}>
        {products.slice(0, drawn).map((product, at) => (
          <Stack
            key={product.id}
            component="li"
            direction="row"
            draggable={!unordered}
            onDragStart={() => setDragged(at)}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => drop(event, at)}
            sx={{
              gap: 1,
              py: 0.5,
              alignItems: "center",
              borderBottom: 1,
              borderColor: "divider",
              cursor: unordered ? "default" : "grab",
              opacity: dragged === at ? 0.5 : 1,
            }}
          >
            <Box sx={{ width: 28, textAlign: "right", color: "text.secondary", fontVariantNumeric: "tabular-nums" }}>
              {!unordered && at + 1}
            </Box>
            <Thumb product={product} />
            <ProductName product={product} />
            {!unordered && <Moves product={product} at={at} last={at === products.length - 1} onMove={move} />}
            <Step
              icon={<RemoveIcon />}
              name={`Take ${product.title} out`}
              off={false}
              onStep={() => onChange(products.toSpliced(at, 1))}
            />
          </Stack>
        ))}
      </Box>
      {products.length > drawn && (
        <Button size="small" onClick={() => setDrawn(drawn + drawnAtOnce)}>
          Show more ({products.length - drawn})
        </Button>
      )}
    </>
  );
}

interface MovesProps {
  product: Named;
  at: number;
  last: boolean;
  onMove: (from: number, to: number) => void;
}

function Moves({ product: { title }, at, last, onMove }: MovesProps) {
  return (
    <>
      <Step icon={<TopIcon />} name={`Put ${title} first`} off={at === 0} onStep={() => onMove(at, 0)} />
      <Step icon={<UpIcon />} name={`Move ${title} up`} off={at === 0} onStep={() => onMove(at, at - 1)} />
      <Step icon={<DownIcon />} name={`Move ${title} down`} off={last} onStep={() => onMove(at, at + 1)} />
    </>
  );
}

/** A product's title, and what keeps shoppers from seeing it. */
export function ProductName({ product: { title, hidden } }: { product: Named }) {
  return (
    <Box sx={{ flex: 1, minWidth: 0 }}>
      <Typography sx={{ overflowWrap: "anywhere" }} component="span">
        {title}
      </Typography>
      {hidden && <Chip size="small" variant="outlined" color="warning" label={hidden} sx={{ ml: 1 }} />}
    </Box>
  );
}

function Step({ icon, name, off, onStep }: { icon: ReactNode; name: string; off: boolean; onStep: () => void }) {
  return (
    <IconButton
      size="small"
      aria-label={name}
      disabled={off}
      onClick={onStep}
      sx={{ p: { xs: 0.25, sm: 0.5 }, "& svg": { fontSize: 18 } }}
    >
      {icon}
    </IconButton>
  );
}
