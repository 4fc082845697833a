import { Button, Card, CardContent, Checkbox, FormControlLabel, Stack, Typography } from "@mui/material";
import { type DragEvent, useRef, useState } from "react";

/** Where a file of products is chosen or dropped, to be taken in or only tried. */
export function FileDrop({ onFile }: { onFile: (file: File, dryRun: boolean) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [dryRun, setDryRun] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file) onFile(file, dryRun);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <Card
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{ borderStyle: "dashed", borderWidth: 2, borderColor: over ? "primary.main" : "divider" }}
    >
      <CardContent>
        <Stack sx={{ alignItems: "center", textAlign: "center", gap: 1.5, py: 4 }}>
          <Typography variant="h2">A file of products</Typography>
          <Typography sx={{ color: "text.secondary", maxWidth: 520 }}>
            A CSV as Shopify, WooCommerce or Magento exports it, one that was exported here (products, collections,
            categories, attributes or list prices), or a list with SKU, name and price. Products that the store knows
            are brought up to date; rows that cannot go in are listed with the reason, and the others come in all the
            same.
          </Typography>
          <input
            ref={input}
            type="file"
            accept=".csv,text/csv"
            hidden
            aria-label="Product file"
            onChange={(event) => take(event.target.files)}
          />
          <Button variant="contained" onClick={() => input.current?.click()}>
            Choose a file
          </Button>
          <Typography variant="caption" sx={{ color: "text.secondary", display: { xs: "none", sm: "block" } }}>
            or drop it here
          </Typography>
          <FormControlLabel
            control={<Checkbox checked={dryRun} onChange={(event) => setDryRun(event.target.checked)} />}
            label="Only try it: tell what would happen, and store nothing"
          />
        </Stack>
      </CardContent>
    </Card>
  );
}
