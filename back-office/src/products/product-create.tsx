import { Toolbar } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { CreateBase, Form, SaveButton } from "react-admin";
import * as api from "../api.ts";
import { Panel } from "../forms/panel.tsx";
import { PageName } from "../shell/frame.tsx";
import { Waiting } from "../shell/notices.tsx";
import type { Product } from "../wire.ts";
import type { ProductDraft } from "./draft.ts";
import { ProductFields } from "./product-form.tsx";
import { newVariant } from "./variants/variant-draft.ts";

/** The currency that the store's other products are priced in; in an empty store, one to begin with. */
async function usualCurrency(): Promise<string> {
  const { data } = await api.listPage<Product>("products", { limit: 1, status: "any" });
  return data[0]?.variants[0]?.prices[0]?.currency ?? "EUR";
}

export default function ProductCreate() {
  const { data: currency, isPending } = useQuery({ queryKey: ["usual currency"], queryFn: usualCurrency });
  if (isPending) return <Waiting what="Preparing the form" />;
  return (
    <CreateBase redirect="edit">
      <PageName name="New product" />
      <Form defaultValues={emptyDraft(currency ?? "EUR")} warnWhenUnsavedChanges>
        <ProductFields
          pictures={<Panel title="Pictures">Save the product first; then its pictures can be added here.</Panel>}
          links="Save the product first; then say here which products it leads to."
        />
        <Toolbar variant="dense" disableGutters sx={{ mt: 2 }}>
          <SaveButton alwaysEnable label="Create the product" />
        </Toolbar>
      </Form>
    </CreateBase>
  );
}

function emptyDraft(currency: string): Omit<ProductDraft, "id" | "etag" | "links" | "links_before"> {
  return {
    title: "",
    slug: "",
    description: null,
    status: "draft",
    brand: null,
    tax_class: "standard",
    category_ids: [],
    attributes: [],
    options: [],
    currencies: [currency],
    variants: [newVariant()],
    seo_title: null,
    seo_description: null,
    publish_at: null,
    unpublish_at: null,
  };
}
