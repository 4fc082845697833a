import { Box, Typography } from "@mui/material";
import { maxLength, TextInput } from "react-admin";
import { useWatch } from "react-hook-form";

interface Shown {
  title?: string;
  name?: string;
  slug?: string;
  description?: string | null;
  seo_title?: string | null;
  seo_description?: string | null;
}

/** Search engines cut off what is longer, roughly. */
const usual = { title: 60, description: 160 };

/** What search engines are told, and how it may look there. @param path where pages of its kind live */
export function SeoInput({ path }: { path: string }) {
  const shown = useWatch<Shown>() as Shown;
  const title = shown.seo_title || shown.title || shown.name || "";
  const description = shown.seo_description || shown.description || "";
  return (
    <>
      <TextInput
        source="seo_title"
        label="Title"
        validate={maxLength(200)}
        helperText={lengthOf(shown.seo_title, usual.title, "The title is taken where it is left empty")}
      />
      <TextInput
        source="seo_description"
        label="Description"
        multiline
        minRows={2}
        validate={maxLength(500)}
        helperText={lengthOf(shown.seo_description, usual.description, "Search engines choose where it is left empty")}
      />
      {title && (
        <Box
          aria-label="How it may look in a search engine"
          role="group"
          sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5, mt: 1, overflowWrap: "anywhere" }}
        >
          <Typography variant="caption" sx={{ color: "text.secondary" }}>
            {path}
            {shown.slug || "…"}
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
