import { Card, CardContent, Typography } from "@mui/material";
import type { ReactNode } from "react";

/** A card of a form, with its name. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Card component="section" aria-label={title}>
      <CardContent>
        <Typography variant="h2" sx={{ mb: 0.5 }}>
          {title}
        </Typography>
        {children}
      </CardContent>
    </Card>
  );
}
