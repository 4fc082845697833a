import { Box, Button, Card, CardContent, Chip, List, ListItem, ListItemButton, Stack, Typography } from "@mui/material";
import { useState } from "react";
import { Link } from "react-admin";
import { AttributeDialog } from "../attributes/attribute-dialog.tsx";
import { useAttributes } from "../attributes/definitions.ts";
import { typesInWords } from "../attributes/types-in-words.ts";
import type { Attribute, Category } from "../catalog-wire.ts";
import { withThoseAbove } from "../products/category-choices.ts";
import { FailureNotice } from "../shell/notices.tsx";

/** What products of a category tell of themselves: what is defined here, what is inherited, and what holds for all. */
export function CategoryAttributes({ category, categories }: { category: Category; categories: Category[] }) {
  const { data: attributes = [], error } = useAttributes();
  const [editing, setEditing] = useState<Attribute | "new" | null>(null);
  const above = withThoseAbove(categories, category.parent_id ? [category.parent_id] : []);
  const own = attributes.filter(({ category_ids }) => category_ids.includes(category.id));
  const inherited = attributes.filter((one) => !own.includes(one) && one.category_ids.some((id) => above.has(id)));
  const everywhere = attributes.filter(({ category_ids }) => category_ids.length === 0);
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  return (
    <Card component="section" aria-label="Attributes">
      <CardContent>
        <Typography variant="h2" sx={{ mb: 0.5 }}>
          Attributes
        </Typography>
        <Typography variant="body2" sx={{ color: "text.secondary", mb: 1 }}>
          What its products tell of themselves. They hold for all categories below it, too.
        </Typography>
        {error && <FailureNotice failure={error} />}
        {own.length === 0 && <Typography>None is defined here yet.</Typography>}
        <Definitions of={own} onEdit={setEditing} />
        <Button size="small" onClick={() => setEditing("new")}>
          Define an attribute
        </Button>
        {inherited.length > 0 && (
          <Group title="Inherited">
            <Definitions
              of={inherited}
              onEdit={setEditing}
              from={({ category_ids }) =>
                category_ids.filter((id) => above.has(id)).map((id) => ({ id, name: names.get(id) ?? id }))
              }
            />
          </Group>
        )}
        {everywhere.length > 0 && (
          <Group title="Of all products">
            <Definitions of={everywhere} onEdit={setEditing} />
          </Group>
        )}
        {editing && (
          <AttributeDialog
            definition={editing === "new" ? null : editing}
            categoryId={category.id}
            onClose={() => setEditing(null)}
          />
        )}
      </CardContent>
    </Card>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Box component="section" aria-label={title} sx={{ mt: 2 }}>
      <Typography variant="h3">{title}</Typography>
      {children}
    </Box>
  );
}

interface DefinitionsProps {
  of: Attribute[];
  onEdit: (definition: Attribute) => void;
  /** The categories that an inherited one comes from. */
  from?: (definition: Attribute) => { id: string; name: string }[];
}

function Definitions({ of, onEdit, from }: DefinitionsProps) {
  return (
    <List dense disablePadding>
      {of.map((definition) => (
        <ListItem key={definition.id} disablePadding sx={{ flexWrap: "wrap", borderBottom: 1, borderColor: "divider" }}>
          <ListItemButton onClick={() => onEdit(definition)} sx={{ px: 1 }}>
            <Stack direction="row" sx={{ gap: 1, alignItems: "baseline", flexWrap: "wrap" }}>
              <strong>{definition.label}</strong>
              <Typography variant="body2" component="span" sx={{ color: "text.secondary" }}>
                {told(definition)}
              </Typography>
              {definition.facet && (
                <Chip component="span" size="small" label="shoppers choose by it" variant="outlined" />
              )}
            </Stack>
          </ListItemButton>
          {from && (
            <Typography variant="caption" sx={{ px: 1, pb: 0.5, width: "100%" }}>
              from{" "}
              {from(definition).map(({ id, name }) => (
                <Link key={id} to={`/categories/${id}`} sx={{ mr: 1 }}>
                  {name}
                </Link>
              ))}
            </Typography>
          )}
        </ListItem>
      ))}
    </List>
  );
}

function told({ code, type, unit, choices, multiple }: Attribute): string {
  const shown = choices.slice(0, 4).join(", ") + (choices.length > 4 ? `, ${choices.length - 4} more` : "");
  const what = type === "enum" ? `one of ${shown}` : typesInWords[type].toLowerCase();
  return [code, unit ? `${what} in ${unit}` : what, ...(multiple ? ["several"] : [])].join(" · ");
}
