import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Tooltip, Typography } from "@mui/material";
import { required, TextArrayInput, TextInput } from "react-admin";
import { useFieldArray, useFormContext } from "react-hook-form";
import type { ProductDraft } from "./draft.ts";

/** Most that the store takes. */
const mostOptions = 3;

/** What a shopper chooses by: a size, a colour. Renaming one keeps what the variants chose; removing one drops it there. */
export function OptionsInput() {
  const { getValues, setValue } = useFormContext<ProductDraft>();
  const { fields, append, remove } = useFieldArray<ProductDraft, "options">({ name: "options" });

  const drop = (at: number) => {
    remove(at);
    const without = getValues("variants").map((row) => ({ ...row, choices: row.choices.toSpliced(at, 1) }));
    setValue("variants", without, { shouldDirty: true });
  };

  return (
    <>
      {fields.length === 0 && (
        <Typography sx={{ color: "text.secondary", mb: 1 }}>
          None: the product comes in one form. Add one where shoppers choose a size or a colour.
        </Typography>
      )}
      {fields.map(({ id }, at) => (
        <Box
          key={id}
          sx={{
            display: "grid",
            gap: 1,
            alignItems: "start",
            gridTemplateColumns: { xs: "1fr auto", sm: "1fr 2fr auto" },
          }}
        >
          <TextInput source={`options.${at}.name`} label="Option" validate={required()} helperText={false} />
          <TextArrayInput
            source={`options.${at}.values`}
            label="Values, Enter after each"
            validate={required()}
            helperText={false}
            sx={{ gridColumn: { xs: "1 / -1", sm: "auto" }, gridRow: { xs: 2, sm: "auto" } }}
          />
          <Tooltip title="Remove this option">
            <IconButton onClick={() => drop(at)} aria-label={`Remove option ${at + 1}`} sx={{ mt: 1 }}>
              <DeleteIcon />
            </IconButton>
          </Tooltip>
        </Box>
      ))}
      {fields.length < mostOptions && (
        <Button size="small" onClick={() => append({ name: "", values: [] })}>
          Add an option
        </Button>
      )}
    </>
  );
}
