import { Button } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { Rows } from "../shell/rows.tsx";
import type { Page } from "./stock-api.ts";

interface Props<Item> {
  /** What it is a list of. */
  label: string;
  queryKey: readonly string[];
  read: (cursor: string | null) => Promise<Page<Item>>;
  nothing: ReactNode;
  row: (item: Item) => ReactNode;
}

/** A list that grows by a page when more is asked for. */
export function LeafedRows<Item>({ label, queryKey, read, nothing, row }: Props<Item>) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Item>) => last.next_cursor,
  });
  if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting what={`Reading: ${label}`} />;
  return (
    <>
      <Rows label={label} nothing={nothing}>
        {data.pages.flatMap((page) => page.data.map(row))}
      </Rows>
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage} sx={{ mt: 1 }}>
          Show more
        </Button>
      )}
    </>
  );
}
