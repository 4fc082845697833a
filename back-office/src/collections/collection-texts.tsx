import { MenuItem, TextField } from "@mui/material";
import { Panel } from "../forms/panel.tsx";
import { collectionStatuses } from "./collection-api.ts";
import type { CollectionDraft } from "./collection-draft.ts";

type TextName = "title" | "slug" | "description" | "seo_title" | "seo_description";

/** What shoppers and search engines read of a collection, and whether they do. */
export function CollectionTexts({
  draft,
  faults,
  onChange,
}: {
  draft: CollectionDraft;
  /** What the store refused, by field: `/title`. */
  faults: ReadonlyMap<string, string>;
  onChange: (changed: Partial<CollectionDraft>) => void;
}) {
  const field = (name: TextName, label: string, hint = "", most = 200) => ({
    label,
    value: draft[name],
    onChange: ({ target }: { target: { value: string } }) => onChange({ [name]: target.value }),
    error: faults.has(`/${name}`),
    helperText: faults.get(`/${name}`) ?? hint,
    slotProps: { htmlInput: { maxLength: most } },
  });
  return (
    <>
      <Panel title="What it is">
        <TextField {...field("title", "Title")} required />
        <TextField {...field("slug", "Address", "Made from the title where it is left empty", 120)} />
        <TextField
          {...field("description", "Description", "Plain text; empty lines part paragraphs", 20_000)}
          multiline
          minRows={3}
          maxRows={12}
        />
        <TextField
          select
          label="Status"
          value={draft.status}
          onChange={({ target }) =>
            onChange({ status: collectionStatuses.find((status) => status === target.value) ?? "draft" })
          }
          helperText="Shoppers see what is active"
        >
          {collectionStatuses.map((status) => (
            <MenuItem key={status} value={status}>
              {status}
            </MenuItem>
          ))}
        </TextField>
      </Panel>
      <Panel title="For search engines">
        <TextField {...field("seo_title", "Title there", "The title where it is left empty")} />
        <TextField {...field("seo_description", "Description there", "", 500)} multiline minRows={2} />
      </Panel>
    </>
  );
}
