import { Box, Typography } from "@mui/material";
import { maxLength, TextInput } from "react-admin";
import { useWatch } from "react-hook-form";
import type { ProductDraft } from "./draft.ts";

const told = ["seo_title", "seo_description", "title", "description", "slug"] as const;
type Told = typeof told;

/** Search engines cut off what is longer, roughly. */
const usual = { title: 60, description: 160 };

/** What search engines are told of a product, and how it may look there. */
export function SeoInput() {
  const [seoTitle, seoDescription, ownTitle, ownDescription, slug] = useWatch<ProductDraft, Told>({ name: told });
  const title = seoTitle || ownTitle || "";
  const description = seoDescription || ownDescription || "";
  return (
    <>
      <TextInput
        source="seo_title"
        label="Title for search engines"
        validate={maxLength(200)}
        helperText={lengthOf(seoTitle, usual.title, "The title is taken where it is left empty")}
      />
      <TextInput
        source="seo_description"
        label="Description for search engines"
        multiline
        minRows={2}
        validate={maxLength(500)}
        helperText={lengthOf(seoDescription, usual.description, "Search engines choose where it is left empty")}
      />
      {title && (
        <Box
          aria-label="How it may look in a search engine"
          role="group"
          sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5, mt: 1, overflowWrap: "anywhere" }}
        >
          <Typography variant="caption" sx={{ color: "text.secondary" }}>
            /products/{slug || "…"}
          </Typography>
          <Typography sx={{ color: "primary.main", fontSize: "1.05rem" }}>{cut(title, usual.title)}</Typography>
          <Typography variant="body2" sx={{ color: "text.secondary" }}>
            {cut(description, usual.description)}
          </Typography>
        </Box>
      )}
    </>
  );
}

function lengthOf(text: string | null | undefined, most: number, empty: string): string {
  if (!text) return empty;
  return text.length > most ? `${text.length} characters; about ${most} are shown` : `${text.length} characters`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).trimEnd()} …` : text;
}
