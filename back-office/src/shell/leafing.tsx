import BackIcon from "@mui/icons-material/ChevronLeft";
import OnIcon from "@mui/icons-material/ChevronRight";
import { IconButton, Stack, Typography } from "@mui/material";
import { useListPaginationContext } from "react-admin";
import { ListFailure } from "./notices.tsx";

/** What every list of the back office has: its pages to leaf through, and its failure told for people. */
export const leafed = {
  title: false,
  exporter: false,
  perPage: 25,
  pagination: <Leafing />,
  error: <ListFailure />,
} as const;

/** To the next page and back: the store tells of a list only whether it goes on, never how long it is. */
function Leafing() {
  const { page, setPage, hasNextPage, hasPreviousPage, isPending } = useListPaginationContext();
  if (isPending || !(hasNextPage || hasPreviousPage)) return null;
  return (
    <Stack
      component="nav"
      aria-label="Pages"
      direction="row"
      sx={{ alignItems: "center", justifyContent: "flex-end", gap: 1, py: 1 }}
    >
      <IconButton aria-label="Previous page" disabled={!hasPreviousPage} onClick={() => setPage(page - 1)}>
        <BackIcon />
      </IconButton>
      <Typography variant="body2">Page {page}</Typography>
      <IconButton aria-label="Next page" disabled={!hasNextPage} onClick={() => setPage(page + 1)}>
        <OnIcon />
      </IconButton>
    </Stack>
  );
}
