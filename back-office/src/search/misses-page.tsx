import GoodIcon from "@mui/icons-material/SentimentSatisfiedOutlined";
import { Box, Button, MenuItem, Stack, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { ago } from "../dates.ts";
import { languageName, languagesOf } from "../settings.ts";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { Row, Rows } from "../shell/rows.tsx";
import { type SearchMiss, searchMisses } from "./search-api.ts";
import { arrangeAddress, SearchFrame } from "./search-frame.tsx";

const spans = [7, 30, 90] as const;

const instead: Record<SearchMiss["shown"], string> = {
  nothing: "nothing was shown",
  some: "shown: what has some of the words",
  corrected: "shown: another spelling",
};

/** What shoppers searched for and did not find, and what to do about it. */
export default function MissesPage() {
  const [days, setDays] = useState<number>(30);
  const { data, error, refetch } = useQuery({
    queryKey: ["search-misses", days],
    queryFn: () => searchMisses(days, 100),
  });
  return (
    <SearchFrame at="/search/misses">
      <Stack direction="row" sx={{ gap: 2, alignItems: "center", mb: 1, flexWrap: "wrap" }}>
        <Typography sx={{ flex: 1, minWidth: 220, color: "text.secondary" }}>
          Searches for which no product has all the words, the most frequent first. Who searched is not kept.
        </Typography>
        <TextField
          select
          label="Of the last"
          value={days}
          onChange={({ target }) => setDays(Number(target.value))}
          sx={{ width: 130, my: 0 }}
        >
          {spans.map((span) => (
            <MenuItem key={span} value={span}>
              {span} days
            </MenuItem>
          ))}
        </TextField>
      </Stack>
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the searches" />}
      {data && (
        <Rows
          label="Searched in vain"
          nothing={
            <Nothing icon={<GoodIcon />} title="Nobody searched in vain">
              What shoppers search for and do not find is listed here.
            </Nothing>
          }
        >
          {data.map((miss) => (
            <Miss key={`${miss.locale} ${miss.words}`} miss={miss} />
          ))}
        </Rows>
      )}
    </SearchFrame>
  );
}

function Miss({ miss: { words, locale, searches, shown, last_at } }: { miss: SearchMiss }) {
  const [language = locale] = languagesOf([locale]);
  const synonym = `/search/synonyms?${new URLSearchParams({ word: words, language })}`;
  return (
    <Row>
      <Box sx={{ flex: 1, minWidth: 220 }}>
        <Box component="strong" sx={{ overflowWrap: "anywhere" }}>
          {words}
        </Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {languageName(locale)} · {instead[shown]} · last {ago(last_at)}
        </Typography>
      </Box>
      <Typography variant="body2" sx={{ fontVariantNumeric: "tabular-nums" }}>
        {searches === 1 ? "once" : `${searches} times`}
      </Typography>
      <Button size="small" component={Link} to={synonym} aria-label={`Add a synonym for ${words}`}>
        Add a synonym
      </Button>
      <Button
        size="small"
        component={Link}
        to={arrangeAddress(words, language)}
        aria-label={`Choose products for ${words}`}
      >
        Choose products
      </Button>
    </Row>
  );
}
