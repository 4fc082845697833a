import { Alert, Box, Button, Card, CardContent, Stack, TextField, Typography } from "@mui/material";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNotify } from "react-admin";
import { useNavigate } from "react-router-dom";
import * as catalog from "../catalog-api.ts";
import type { Category, CategoryChange } from "../catalog-wire.ts";
import { ApiFailure } from "../failure.ts";
import { FormerSlugs } from "../products/former-slugs.tsx";
import { FailureNotice } from "../shell/notices.tsx";
import { RemoveButton } from "../shell/remove-button.tsx";
import { ParentField } from "./parent-field.tsx";

interface Props {
  /** Missing for a new one. */
  category: Category | undefined;
  /** Where a new one lies; null at the top. */
  parent: string | null;
  categories: Category[];
}

type Draft = Required<Omit<CategoryChange, "position">>;

function draftOf(category: Category | undefined, parent: string | null): Draft {
  return {
    name: category?.name ?? "",
    slug: category?.slug ?? "",
    parent_id: category ? category.parent_id : parent,
    description: category?.description ?? "",
    seo_title: category?.seo_title ?? null,
    seo_description: category?.seo_description ?? null,
  };
}

/** What is edited of a category, saving it, and taking it away. */
function useKeeping(category: Category | undefined, parent: string | null) {
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [read, setRead] = useState(category);
  const [draft, setDraft] = useState(() => draftOf(category, parent));
  const change = changed(draftOf(read, parent), draft);
  const isChanged = Object.keys(change).length > 0;
  // What nobody is editing follows the tree; what somebody is editing keeps the version that was read.
  if (category && category.version !== read?.version && !isChanged) {
    setRead(category);
    setDraft(draftOf(category, parent));
  }

  const refresh = () => queries.invalidateQueries({ queryKey: ["categories"] });
  const save = useMutation({
    mutationFn: () =>
      read ? catalog.changeCategory(read, change) : catalog.createCategory({ ...change, parent_id: draft.parent_id }),
    onSuccess: async (saved) => {
      await refresh();
      notify(read ? "Saved." : "The category is made.", { type: "success" });
      if (!read) return navigate(`/categories/${saved.id}`);
      setRead(saved);
      setDraft(draftOf(saved, parent));
    },
  });
  const remove = useMutation({
    mutationFn: (gone: Category) => catalog.removeCategory(gone),
    onSuccess: async () => {
      navigate("/categories");
      await refresh();
      notify("The category is gone.", { type: "success" });
    },
  });
  const loadTheirs = async () => {
    const latest = (await queries.fetchQuery({ queryKey: ["categories"], queryFn: catalog.categories })).find(
      ({ id }) => id === category?.id,
    );
    setRead(latest);
    setDraft(draftOf(latest, parent));
    save.reset();
  };
  return { read, draft, setDraft, isChanged, save, remove, loadTheirs };
}

/** A category's name, address, place in the tree and texts. */
export function CategoryForm({ category, parent, categories }: Props) {
  const { read, draft, setDraft, isChanged, save, remove, loadTheirs } = useKeeping(category, parent);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const faults = faultsIn(save.error);
  const field = (
    name: "name" | "slug" | "description" | "seo_title" | "seo_description",
    label: string,
    help: string,
  ) => ({
    label,
    value: draft[name] ?? "",
    onChange: ({ target }: { target: { value: string } }) =>
      setDraft({ ...draft, [name]: name.startsWith("seo_") ? target.value || null : target.value }),
    error: faults.has(name),
    helperText: faults.get(name) ?? help,
  });
  return (
    <Card component="section" aria-label={read ? "The category" : "New category"}>
      <CardContent>
        <form onSubmit={submit}>
          <Typography variant="h2" sx={{ mb: 0.5, overflowWrap: "anywhere" }}>
            {read?.name ?? "New category"}
          </Typography>
          <Trouble failure={save.error ?? remove.error} told={faults.size > 0} onReload={() => void loadTheirs()} />
          <TextField {...field("name", "Name", "")} required slotProps={{ htmlInput: { maxLength: 120 } }} />
          <TextField
            {...field(
              "slug",
              "Address",
              "Made from the name where it is left empty; an address that it had leads to the new one",
            )}
          />
          {read && <FormerSlugs of="categories" id={read.id} slug={read.slug} />}
          <ParentField
            {...{ categories, self: read?.id, value: draft.parent_id, fault: faults.get("parent_id") }}
            onChange={(parent_id) => setDraft({ ...draft, parent_id })}
          />
          <TextField
            {...field("description", "Description", "Plain text, above its products")}
            multiline
            minRows={2}
            maxRows={10}
          />
          <Box
            sx={{
              display: "grid",
              columnGap: 1,
              gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "repeat(2, minmax(0, 1fr))" },
            }}
          >
            <TextField {...field("seo_title", "Title for search engines", "The name where it is left empty")} />
            <TextField {...field("seo_description", "Description for search engines", "")} multiline />
          </Box>
          <Stack direction="row" sx={{ gap: 1, mt: 1, justifyContent: "space-between" }}>
            <Button
              type="submit"
              variant="contained"
              disabled={!isChanged || draft.name.trim() === "" || save.isPending}
            >
              {read ? "Save" : "Make the category"}
            </Button>
            {read && (
              <RemoveButton
                title={`Remove ${read.name}?`}
                what="It must be empty: its products, its attributes and the categories below it belong elsewhere first."
                busy={remove.isPending}
                onRemove={() => remove.mutate(read)}
              />
            )}
          </Stack>
        </form>
      </CardContent>
    </Card>
  );
}

function changed(before: Draft, draft: Draft): CategoryChange {
  const entries = Object.entries(draft).filter(([name, value]) => value !== before[name as keyof Draft]);
  // An address that is emptied is made anew from the name only for a new category.
  return Object.fromEntries(entries.filter(([name, value]) => name !== "slug" || value !== ""));
}

/** What the store found wrong, by field. */
function faultsIn(failure: unknown): Map<string, string> {
  if (!(failure instanceof ApiFailure)) return new Map();
  if (failure.code === "slug-taken") return new Map([["slug", failure.detail]]);
  return new Map(failure.errors.map(({ pointer, detail }) => [pointer.slice(1), detail]));
}

function Trouble({ failure, told, onReload }: { failure: unknown; told: boolean; onReload: () => void }) {
  if (!failure || told) return null;
  if (failure instanceof ApiFailure && failure.status === 412) {
    return (
      <Alert
        severity="warning"
        variant="outlined"
        action={
          <Button color="inherit" size="small" onClick={onReload}>
            Load theirs
          </Button>
        }
      >
        Somebody else changed this category first, so nothing was saved. Copy what you want to keep, load theirs, then
        make your change again.
      </Alert>
    );
  }
  return <FailureNotice failure={failure} />;
}
