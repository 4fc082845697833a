import { Box, Tab, Tabs } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-admin";
import { PageName } from "../shell/frame.tsx";

const pages = [
  { to: "/search", name: "First and last" },
  { to: "/search/synonyms", name: "Synonyms" },
  { to: "/search/misses", name: "Searched in vain" },
] as const;

/** What stands around the three sides of searching: its name, and the way from one to another. */
export function SearchFrame({ at, children }: { at: (typeof pages)[number]["to"]; children: ReactNode }) {
  return (
    <>
      <PageName name="Search" />
      <Tabs value={at} variant="scrollable" aria-label="Search" sx={{ mb: 2 }}>
        {pages.map(({ to, name }) => (
          <Tab key={to} value={to} label={name} component={Link} to={to} />
        ))}
      </Tabs>
      <Box sx={{ maxWidth: 980 }}>{children}</Box>
    </>
  );
}

/** Where one search is arranged. */
export function arrangeAddress(query: string, language: string): string {
  return `/search/arrange?${new URLSearchParams({ q: query, language })}`;
}
