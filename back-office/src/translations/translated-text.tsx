import { Box, TextField, Typography } from "@mui/material";
import { fromTheRight } from "../settings.ts";
import type { Original } from "./originals.ts";

/** Longer texts get more lines. Characters. */
const oneLine = 80;

/** One text: what it is in the store's own language, and beside it the field for another. */
export function TranslatedText({
  original,
  locale,
  ownLocale,
  text,
  fault,
  onChange,
}: {
  original: Original;
  locale: string;
  ownLocale: string;
  text: string;
  /** Why the store refused it. */
  fault: string | undefined;
  onChange: (text: string) => void;
}) {
  const long = original.many === true || original.text.length > oneLine;
  const hint = text.trim() === "" ? "Missing" : original.many ? "A line for each" : "";
  return (
    <Box
      sx={{
        display: "grid",
        columnGap: 3,
        py: 1,
        borderBottom: 1,
        borderColor: "divider",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "repeat(2, minmax(0, 1fr))" },
      }}
    >
      <Box sx={{ minWidth: 0, py: 1 }}>
        <Typography variant="caption" sx={{ color: "text.secondary" }}>
          {original.label}
        </Typography>
        <Box
          lang={ownLocale}
          dir={fromTheRight(ownLocale) ? "rtl" : "ltr"}
          sx={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", maxHeight: 320, overflowY: "auto" }}
        >
          {original.text}
        </Box>
      </Box>
      <TextField
        label={labelOf(original)}
        value={text}
        onChange={({ target }) => onChange(target.value)}
        multiline={long}
        {...(long ? { minRows: 3, maxRows: 16 } : {})}
        error={fault !== undefined}
        helperText={fault ?? hint}
        slotProps={{
          htmlInput: { lang: locale, dir: fromTheRight(locale) ? "rtl" : "ltr", maxLength: original.most },
          formHelperText: text.trim() === "" && fault === undefined ? { sx: { color: "warning.main" } } : {},
        }}
      />
    </Box>
  );
}

/** A value is named with what it is a value of: several fields may say `Option`. */
function labelOf({ label, text, path }: Original): string {
  return path.length > 1 && path[0] !== "alts" && path[0] !== "attributes" ? `${label}: ${text}` : label;
}
