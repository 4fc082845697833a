import DeleteIcon from "@mui/icons-material/DeleteOutlined";
import { Box, Button, IconButton, Tooltip } from "@mui/material";
import { required, TextInput } from "react-admin";
import { useFieldArray } from "react-hook-form";
import type { ProductDraft } from "./draft.ts";

/** Free attributes, a row each: `material` is `copper`. A list is written with commas. */
export function AttributesInput() {
  const { fields, append, remove } = useFieldArray<ProductDraft, "attributes">({ name: "attributes" });
  return (
    <>
      {fields.map(({ id }, at) => (
        <Box key={id} sx={{ display: "grid", gap: 1, alignItems: "start", gridTemplateColumns: "1fr 1.4fr auto" }}>
          <TextInput source={`attributes.${at}.name`} label="Name" validate={required()} helperText={false} />
          <TextInput source={`attributes.${at}.value`} label="Value" helperText={false} />
          <Tooltip title="Remove this attribute">
            <IconButton onClick={() => remove(at)} aria-label={`Remove attribute ${at + 1}`} sx={{ mt: 1 }}>
              <DeleteIcon />
            </IconButton>
          </Tooltip>
        </Box>
      ))}
      <Button size="small" onClick={() => append({ name: "", value: null })}>
        Add an attribute
      </Button>
    </>
  );
}
