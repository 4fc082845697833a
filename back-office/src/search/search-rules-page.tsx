import PinIcon from "@mui/icons-material/PushPinOutlined";
import { Box, Button, Card, Stack, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Link } from "react-admin";
import { useNavigate } from "react-router-dom";
import { languageName, languagesOf, useSettings } from "../settings.ts";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LanguageField } from "./language-field.tsx";
import { type SearchRule, searchRules } from "./search-api.ts";
import { arrangeAddress, SearchFrame } from "./search-frame.tsx";

/** The searches for which staff placed products, and the way to do so for another. */
export default function SearchRulesPage() {
  const { data, error, refetch } = useQuery({ queryKey: ["search-rules"], queryFn: searchRules });
  return (
    <SearchFrame at="/search">
      <Ask />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting what="Reading the searches" />}
      {data && (
        <Card sx={{ mt: 2 }}>
          {data.length === 0 ? (
            <Nothing icon={<PinIcon />} title="Every search finds by itself">
              Where shoppers should find something else first, type their search above and put the products in place.
            </Nothing>
          ) : (
            <Box component="ul" aria-label="Arranged searches" sx={{ listStyle: "none", m: 0, p: 0 }}>
              {data.map((rule) => (
                <Arranged key={rule.id} rule={rule} />
              ))}
            </Box>
          )}
        </Card>
      )}
    </SearchFrame>
  );
}

function Ask() {
  const settings = useSettings();
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const language = chosen ?? languagesOf(settings?.locales ?? [])[0] ?? "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    navigate(arrangeAddress(query.trim(), language));
  };
  return (
    <Stack component="form" direction={{ xs: "column", sm: "row" }} onSubmit={submit} sx={{ gap: 1 }}>
      <TextField
        label="What shoppers search for"
        value={query}
        onChange={({ target }) => setQuery(target.value)}
        slotProps={{ htmlInput: { maxLength: 200 } }}
        sx={{ my: 0 }}
      />
      <LanguageField value={language} onChange={setChosen} />
      <Button
        type="submit"
        variant="contained"
        disabled={query.trim() === "" || language === ""}
        sx={{ flexShrink: 0 }}
      >
        Arrange it
      </Button>
    </Stack>
  );
}

function Arranged({ rule: { query, language, pinned, buried } }: { rule: SearchRule }) {
  const placed = [
    ...(pinned.length > 0 ? [`${pinned.length} first`] : []),
    ...(buried.length > 0 ? [`${buried.length} last`] : []),
  ];
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: "divider", "&:last-child": { borderBottom: 0 } }}>
      <Box
        component={Link}
        to={arrangeAddress(query, language)}
        sx={{
          display: "flex",
          gap: 2,
          px: 2,
          py: 1,
          alignItems: "baseline",
          flexWrap: "wrap",
          color: "text.primary",
          textDecoration: "none",
          "&:hover": { bgcolor: "action.hover" },
        }}
      >
        <Box component="strong" sx={{ flex: 1, overflowWrap: "anywhere" }}>
          {query}
        </Box>
        <Typography variant="body2" component="span">
          {placed.join(", ")}
        </Typography>
        <Typography variant="body2" component="span" sx={{ color: "text.secondary", width: { xs: "100%", sm: 150 } }}>
          {languageName(language)}
        </Typography>
      </Box>
    </Box>
  );
}
