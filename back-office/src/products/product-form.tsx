import { Box, Stack } from "@mui/material";
import type { ReactNode } from "react";
import { AutocompleteArrayInput, maxLength, required, SelectInput, TextInput } from "react-admin";
import { Panel } from "../forms/panel.tsx";
import { statusChoices } from "../shell/status-chip.tsx";
import { classChoices } from "../taxes/words.ts";
import { productStatuses } from "../wire.ts";
import { AttributesInput } from "./attributes-input.tsx";
import { useCategoryChoices } from "./category-choices.ts";
import { OptionsInput } from "./options-input.tsx";
import { ScheduleInput } from "./schedule-input.tsx";
import { SeoInput } from "./seo-input.tsx";
import { VariantsInput } from "./variants/variants-input.tsx";

/** Lower-case letters and digits, joined by hyphens; the store says so too, here it is said sooner. */
const slugShape = (value: string | null) =>
  !value || /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value) ? undefined : "Lower-case letters and digits, joined by hyphens.";

interface Props {
  /** Stands among the fields, though pictures are saved by themselves. */
  pictures?: ReactNode;
  /** Beside the address. */
  formerSlugs?: ReactNode;
  /** What the product leads to. */
  links: ReactNode;
}

/** The fields of a product. */
export function ProductFields({ pictures, formerSlugs, links }: Props) {
  const { choices, isPending } = useCategoryChoices();
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        mt: 2,
        gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 2fr) minmax(0, 1fr)" },
        alignItems: "start",
      }}
    >
      <Stack sx={{ gap: 2, minWidth: 0 }}>
        <Panel title="What it is">
          <TextInput source="title" validate={[required(), maxLength(200)]} helperText={false} />
          <TextInput
            source="slug"
            label="Address"
            validate={slugShape}
            helperText="Made from the title where it is left empty; an address that it had leads to the new one"
          />
          {formerSlugs}
          <TextInput
            source="description"
            multiline
            minRows={4}
            maxRows={16}
            helperText="Plain text; empty lines part paragraphs"
          />
        </Panel>
        {pictures}
        <Panel title="Options">
          <OptionsInput />
        </Panel>
        <Panel title="Search engines">
          <SeoInput />
        </Panel>
      </Stack>
      <Stack sx={{ gap: 2, minWidth: 0 }}>
        <Panel title="Where it stands">
          <SelectInput
            source="status"
            choices={statusChoices(productStatuses)}
            validate={required()}
            helperText="Shoppers see what is active"
          />
          <TextInput source="brand" helperText={false} />
          <SelectInput
            source="tax_class"
            label="Taxed as"
            choices={classChoices.map(([id, name]) => ({ id, name }))}
            validate={required()}
            helperText="The zone that it goes to says how much that is"
          />
          <AutocompleteArrayInput
            source="category_ids"
            label="Categories"
            choices={choices}
            loading={isPending}
            helperText={false}
          />
        </Panel>
        <Panel title="Timetable">
          <ScheduleInput />
        </Panel>
        <Panel title="Attributes">
          <AttributesInput />
        </Panel>
      </Stack>
      <Box sx={{ gridColumn: "1 / -1", minWidth: 0 }}>
        <Panel title="Variants">
          <VariantsInput />
        </Panel>
      </Box>
      <Box sx={{ gridColumn: "1 / -1", minWidth: 0 }}>
        <Panel title="Leads to">{links}</Panel>
      </Box>
    </Box>
  );
}
