import { Box, Button, Stack, Typography } from "@mui/material";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Thumb } from "../products/thumb.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import { useRested } from "../shell/use-rested.ts";
import { previewRules, type Rules } from "./collection-api.ts";

/** Milliseconds that typing has to rest before the store counts. */
const rest = 500;
/** Thousands of products that are counted without being asked to. */
const countedUnasked = 10;

/** How many products fit a rule as it stands now, and the newest of them. */
export function RulePreview({ rules }: { rules: Rules | null }) {
  const asked = useRested(JSON.stringify(rules), rest);
  const { data, error, isFetching, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ["rule-preview", asked],
    queryFn: ({ pageParam }) => previewRules(JSON.parse(asked) as Rules, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    enabled: rules !== null && asked !== "null",
  });
  const looks = data?.pages.length ?? 0;
  useEffect(() => {
    if (hasNextPage && !isFetching && looks < countedUnasked) void fetchNextPage();
  }, [hasNextPage, isFetching, looks, fetchNextPage]);

  if (rules === null) {
    return <Hint>What fits is counted here once every condition is filled in.</Hint>;
  }
  if (error) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (!data) return <Hint>Counting…</Hint>;
  const fitting = data.pages.reduce((sum, page) => sum + page.fitting, 0);
  const lookedAt = data.pages.reduce((sum, page) => sum + page.looked_at, 0);
  const newest = data.pages.flatMap(({ products }) => products).slice(0, 12);
  return (
    <Box sx={{ mt: 1 }}>
      <Typography role="status" sx={{ fontWeight: 650 }}>
        {sentence(fitting, hasNextPage ? lookedAt : null)}
      </Typography>
      <Box
        component="ul"
        aria-label="The newest that fit"
        sx={{
          listStyle: "none",
          m: 0,
          mt: 1,
          p: 0,
          display: "grid",
          gap: 1,
          gridTemplateColumns: "repeat(auto-fill, minmax(190px, 1fr))",
        }}
      >
        {newest.map((product) => (
          <Stack key={product.id} component="li" direction="row" sx={{ gap: 1, alignItems: "center", minWidth: 0 }}>
            <Thumb product={product} />
            <Typography variant="body2" noWrap title={product.title}>
              {product.title}
            </Typography>
          </Stack>
        ))}
      </Box>
      {hasNextPage && looks >= countedUnasked && (
        <Button size="small" disabled={isFetching} onClick={() => void fetchNextPage()} sx={{ mt: 1 }}>
          Count a thousand more
        </Button>
      )}
    </Box>
  );
}

/** @param of products that were looked at; null where that is all of them */
function sentence(fitting: number, of: number | null): string {
  const many = new Intl.NumberFormat(navigator.language);
  const products = fitting === 1 ? "1 product" : `${many.format(fitting)} products`;
  if (of !== null) return `${products} of the newest ${many.format(of)} fit.`;
  return fitting === 0 ? "No product fits yet." : `${products} for sale ${fitting === 1 ? "fits" : "fit"}.`;
}

function Hint({ children }: { children: string }) {
  return (
    <Typography role="status" variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
      {children}
    </Typography>
  );
}
