import { Button, Stack } from "@mui/material";
import { Link } from "react-admin";

const ways = [
  ["/inventory", "Stock"],
  ["/stock/locations", "Locations"],
  ["/stock/transfers", "Transfers"],
  ["/stock/takes", "Stock takes"],
] as const;

/** The ways between the pages about stock. @param here the path of the page that it stands on */
export function StockWays({ here }: { here: (typeof ways)[number][0] }) {
  return (
    <Stack component="nav" aria-label="Stock" direction="row" sx={{ gap: 0.5, flexWrap: "wrap", mt: 1 }}>
      {ways.map(([to, name]) => (
        <Button
          key={to}
          component={Link}
          to={to}
          size="small"
          variant={to === here ? "outlined" : "text"}
          aria-current={to === here ? "page" : undefined}
        >
          {name}
        </Button>
      ))}
    </Stack>
  );
}
