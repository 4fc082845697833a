import { Box, Card, Stack } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-admin";

/** A list that is short enough to be shown whole, each row in its own words. */
export function Rows({ label, nothing, children }: { label: string; nothing: ReactNode; children: ReactNode[] }) {
  return (
    <Card>
      {children.length === 0 && nothing}
      <Box component="ul" aria-label={label} sx={{ listStyle: "none", m: 0, p: 0 }}>
        {children}
      </Box>
    </Card>
  );
}

/** One row of {@link Rows}. */
export function Row({ children }: { children: ReactNode }) {
  return (
    <Stack
      component="li"
      direction="row"
      sx={{
        gap: 1,
        px: 2,
        py: 1,
        alignItems: "center",
        flexWrap: "wrap",
        borderBottom: 1,
        borderColor: "divider",
        "&:last-child": { borderBottom: 0 },
      }}
    >
      {children}
    </Stack>
  );
}

/** A row of {@link Rows} that leads somewhere, all of it. */
export function LinkRow({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: "divider", "&:last-child": { borderBottom: 0 } }}>
      <Box
        component={Link}
        to={to}
        sx={{
          display: "flex",
          gap: 1.5,
          px: 2,
          py: 1,
          alignItems: "center",
          flexWrap: "wrap",
          color: "text.primary",
          textDecoration: "none",
          "&:hover": { bgcolor: "action.hover" },
        }}
      >
        {children}
      </Box>
    </Box>
  );
}
