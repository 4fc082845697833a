import BackIcon from "@mui/icons-material/ArrowBack";
import { Box, Button, Stack, Tab, Tabs, Typography } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNotify } from "react-admin";
import { useParams } from "react-router-dom";
import { faultsOf } from "../forms/faults.ts";
import { SaveBar, SaveRefusal } from "../forms/form-frame.tsx";
import { languageName } from "../settings.ts";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Waiting } from "../shell/notices.tsx";
import { missing, type Originals, textAt, withText } from "./originals.ts";
import { TranslatedText } from "./translated-text.tsx";
import {
  putTranslation,
  removeTranslation,
  type Texts,
  type Thing,
  type Translation,
  translatedKinds,
} from "./translation-api.ts";
import { Completeness, translationAddress } from "./translations-panel.tsx";
import { useTranslations } from "./use-translations.ts";

/** A thing's texts in one language, beside what they are in the store's own. */
export default function TranslationPage() {
  const { kind: asked, id = "", locale = "" } = useParams();
  const kind = translatedKinds.find((each) => each === asked) ?? "product";
  const thing = { kind, id };
  const { data, error, refetch, locales, settings } = useTranslations(thing);
  return (
    <>
      <PageName name={data ? `Translate: ${data.originals.name}` : "Translate"} />
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!error && !(data && settings) && <Waiting what="Reading the texts" />}
      {data && settings && (
        <>
          <Stack direction="row" sx={{ mt: 1, alignItems: "center", gap: 1, flexWrap: "wrap" }}>
            <Button size="small" startIcon={<BackIcon />} component={Link} to={data.originals.home}>
              Back to {data.originals.name}
            </Button>
          </Stack>
          <Tabs
            value={locales.includes(locale) ? locale : false}
            variant="scrollable"
            aria-label="Languages"
            sx={{ mb: 2 }}
          >
            {locales.map((each) => (
              <Tab
                key={each}
                value={each}
                component={Link}
                to={translationAddress(thing, each)}
                label={languageName(each)}
                iconPosition="end"
                icon={
                  <Completeness
                    of={data.originals.texts.length}
                    missing={missing(data.originals.texts, data.written.get(each)?.texts ?? {}).length}
                  />
                }
                sx={{ minHeight: 48, gap: 0.75 }}
              />
            ))}
          </Tabs>
          {locales.includes(locale) ? (
            <Sheet
              key={`${locale} ${data.written.get(locale)?.version}`}
              thing={thing}
              locale={locale}
              ownLocale={settings.locale}
              originals={data.originals}
              written={data.written.get(locale) ?? null}
              onReload={refetch}
            />
          ) : (
            <Typography>Choose a language above.</Typography>
          )}
        </>
      )}
    </>
  );
}

interface SheetProps {
  thing: Thing;
  locale: string;
  ownLocale: string;
  originals: Originals;
  written: Translation | null;
  onReload: () => Promise<unknown>;
}

function Sheet({ thing, locale, ownLocale, originals, written, onReload }: SheetProps) {
  const [texts, setTexts] = useState<Texts>(written?.texts ?? {});
  const notify = useNotify();
  const cache = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      if (Object.keys(texts).length > 0) await putTranslation(thing, locale, texts, written?.version ?? null);
      else if (written) await removeTranslation(written);
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ["translations", thing.kind, thing.id] });
      notify("Saved. Shoppers read it from now on.", { type: "success" });
    },
  });
  const faults = faultsOf(error);
  const left = missing(originals.texts, texts).length;
  const changed = JSON.stringify(texts) !== JSON.stringify(written?.texts ?? {});
  return (
    <Box component="section" aria-label={languageName(locale)}>
      {/* Where there was none when it was read, and is one now, the store asks for its version. */}
      <SaveRefusal what="translation" failure={error} lostBy={["if-match-required"]} onReload={onReload} />
      <Typography sx={{ color: "text.secondary", mb: 1 }}>
        {left === 0
          ? "Everything is translated."
          : `What is left empty is told in the next language that has it, and at last in ${languageName(ownLocale)}.`}
      </Typography>
      {originals.texts.map((original) => (
        <TranslatedText
          key={original.path.join("\n")}
          original={original}
          locale={locale}
          ownLocale={ownLocale}
          text={textAt(texts, original.path)}
          fault={faults.get(`/${original.path.join("/")}`)}
          onChange={(text) => setTexts((before) => withText(before, original, text))}
        />
      ))}
      <SaveBar>
        <Button variant="contained" disabled={isPending || !changed} onClick={() => mutate()}>
          Save
        </Button>
        <Typography variant="body2" role="status" sx={{ color: "text.secondary" }}>
          {left === 0 ? "Nothing is missing." : `${left} of ${originals.texts.length} missing.`}
          {changed && " Not saved yet."}
        </Typography>
      </SaveBar>
    </Box>
  );
}
