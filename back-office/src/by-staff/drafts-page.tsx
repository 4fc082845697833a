import DraftIcon from "@mui/icons-material/EditNoteOutlined";
import { Box, Button, Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-admin";
import { ago } from "../dates.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import { draftsPage, type OrderDraft } from "./draft-api.ts";

/** Orders that are still being put together, the last written first. */
export default function DraftsPage() {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["order drafts"],
    queryFn: ({ pageParam }) => draftsPage(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });
  const drafts = data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <PageName name="Drafts of orders" />
      <Stack direction="row" sx={{ my: 2, gap: 1, alignItems: "center" }}>
        <Typography sx={{ color: "text.secondary", mr: "auto" }}>Nothing is held for a draft.</Typography>
        <Button variant="contained" component={Link} to="/order-drafts/new">
          New order
        </Button>
      </Stack>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {isPending ? (
        <Waiting what="Reading the drafts" />
      ) : (
        <Rows
          label="Drafts"
          nothing={
            <Nothing icon={<DraftIcon />} title="No drafts">
              An order for somebody on the telephone can be kept here until it is whole.
            </Nothing>
          }
        >
          {drafts.map((draft) => (
            <LinkRow key={draft.id} to={`/order-drafts/${draft.id}`}>
              <Box sx={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
                <Box sx={{ fontWeight: 600 }}>{buyerOf(draft)}</Box>
                <Typography variant="body2" sx={{ color: "text.secondary" }}>
                  {piecesOf(draft)} · {draft.author}
                  {draft.note && ` · ${draft.note}`}
                </Typography>
              </Box>
              <Typography variant="body2" sx={{ color: "text.secondary", whiteSpace: "nowrap" }}>
                {ago(draft.updated_at)}
              </Typography>
            </LinkRow>
          ))}
        </Rows>
      )}
      {hasNextPage && (
        <Button sx={{ mt: 1 }} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function buyerOf({ email, shipping_address }: OrderDraft): string {
  return [shipping_address?.name, email].filter(Boolean).join(" · ") || "No buyer yet";
}

function piecesOf({ items }: OrderDraft): string {
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  return pieces === 1 ? "one piece" : pieces === 0 ? "nothing in it yet" : `${pieces} pieces`;
}
