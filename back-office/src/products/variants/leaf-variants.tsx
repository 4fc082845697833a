import SearchIcon from "@mui/icons-material/SearchOutlined";
import { InputAdornment, Pagination, TextField } from "@mui/material";
import { ignoreEnter } from "./ignore-enter.ts";

interface Find {
  value: string;
  found: number;
  of: number;
  onChange: (sought: string) => void;
}

/** Finds variants among many by what they are called. */
export function FindVariants({ value, found, of, onChange }: Find) {
  return (
    <TextField
      label="Find variants"
      placeholder="SKU, barcode, size, colour"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      helperText={found === of ? `${of} variants` : `${found} of ${of} variants`}
      slotProps={{
        input: {
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        },
        htmlInput: { onKeyDown: ignoreEnter },
      }}
      sx={{ my: 0, maxWidth: { md: 340 } }}
    />
  );
}

/** The pages of the variants. */
export function VariantPages({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  return (
    <Pagination
      page={page}
      count={pages}
      onChange={(_, next) => onPage(next)}
      size="small"
      aria-label="Pages of variants"
      sx={{ mt: 1.5 }}
    />
  );
}
