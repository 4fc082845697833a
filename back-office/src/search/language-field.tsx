import { MenuItem, TextField } from "@mui/material";
import { languageName, languagesOf, useSettings } from "../settings.ts";

/** The language that a search is written in. What is said of one language does not hold in another. */
export function LanguageField({
  value,
  disabled,
  onChange,
}: {
  value: string;
  disabled?: boolean;
  onChange: (language: string) => void;
}) {
  const settings = useSettings();
  const offered = languagesOf(settings?.locales ?? []);
  const all = value && !offered.includes(value) ? [...offered, value] : offered;
  return (
    <TextField
      select
      label="Language"
      value={value}
      disabled={disabled ?? false}
      onChange={({ target }) => onChange(target.value)}
      sx={{ my: 0, minWidth: 170, width: "auto" }}
    >
      {all.map((language) => (
        <MenuItem key={language} value={language}>
          {languageName(language)}
        </MenuItem>
      ))}
    </TextField>
  );
}
