import { Box, Button, Chip, Typography } from "@mui/material";
import { Link } from "react-admin";
import { Panel } from "../forms/panel.tsx";
import { languageName } from "../settings.ts";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { missing } from "./originals.ts";
import type { Thing } from "./translation-api.ts";
import { useTranslations } from "./use-translations.ts";

/** For each language of the shop what is missing of a thing's texts, and the way to write it. */
export function TranslationsPanel(thing: Thing) {
  const { data, error, refetch, locales, settings } = useTranslations(thing);
  return (
    <Panel title="Languages">
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!error && !(data && settings) && <Waiting what="Reading the translations" />}
      {settings && locales.length === 0 && (
        <Typography sx={{ color: "text.secondary" }}>
          The shop is offered in {languageName(settings.locale)} alone.
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {data &&
          locales.map((locale) => (
            <Box
              key={locale}
              component="li"
              sx={{ display: "flex", alignItems: "center", gap: 1, py: 0.25, flexWrap: "wrap" }}
            >
              <Box component="span" sx={{ flex: 1 }}>
                {languageName(locale)}
              </Box>
              <Completeness
                of={data.originals.texts.length}
                missing={missing(data.originals.texts, data.written.get(locale)?.texts ?? {}).length}
              />
              <Button
                size="small"
                component={Link}
                to={translationAddress(thing, locale)}
                aria-label={`Translate into ${languageName(locale)}`}
              >
                Translate
              </Button>
            </Box>
          ))}
      </Box>
    </Panel>
  );
}

/** Where a thing's texts are written in a language. */
export function translationAddress({ kind, id }: Thing, locale: string): string {
  return `/translations/${kind}/${id}/${locale}`;
}

/** How much of a thing is told in a language. */
export function Completeness({ of, missing }: { of: number; missing: number }) {
  if (missing === 0) return <Chip size="small" variant="outlined" color="success" label="complete" />;
  if (missing === of) return <Chip size="small" variant="outlined" label="nothing yet" />;
  return <Chip size="small" variant="outlined" color="warning" label={`${missing} of ${of} missing`} />;
}
