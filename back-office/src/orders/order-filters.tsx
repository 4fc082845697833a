import { SearchInput, SelectInput, TextInput } from "react-admin";
import { exponentOf } from "../money.ts";
import { statusChoices } from "../shell/status-chip.tsx";
import { orderStatuses, paymentStatuses, shippingStatuses } from "../wire.ts";

const providers = ["stripe", "paystack", "paypal", "bank_transfer", "cash_on_delivery", "manual", "test"];
const shrunk = { inputLabel: { shrink: true } } as const;

/**
 * What the list can be asked for, by inputs that show themselves when they are chosen.
 * @param open whether those that are asked most often stand there from the start
 * @param currency of the totals
 */
export function orderFilters(open: boolean, currency: string) {
  const shown = open ? { alwaysOn: true } : {};
  return [
    <SearchInput key="q" source="q" alwaysOn placeholder="Number, e-mail or name" />,
    <SelectInput
      key="payment"
      source="payment_status"
      label="Payment"
      choices={statusChoices(paymentStatuses)}
      {...shown}
    />,
    <SelectInput
      key="shipping"
      source="shipping_status"
      label="Shipping"
      choices={statusChoices(shippingStatuses)}
      {...shown}
    />,
    <SelectInput key="status" source="status" label="Order" choices={statusChoices(orderStatuses)} {...shown} />,
    <SelectInput key="review" source="review" label="Look" choices={statusChoices(["held", "cleared", "none"])} />,
    <SelectInput key="provider" source="provider" label="Paid by" choices={statusChoices(providers)} />,
    <TextInput key="tag" source="tag" label="Tag" />,
    <TextInput key="sku" source="sku" label="SKU" />,
    <TextInput
      key="country"
      source="country"
      label="Country (DE)"
      format={(value) => value ?? ""}
      parse={(value) => String(value ?? "").toUpperCase()}
    />,
    <TextInput key="from" source="from" label="Placed from" type="date" slotProps={shrunk} />,
    <TextInput key="to" source="to" label="Placed before" type="date" slotProps={shrunk} />,
    <WholeAmount key="total_min" source="total_min" label="Total from" currency={currency} />,
    <WholeAmount key="total_max" source="total_max" label="Total up to" currency={currency} />,
  ];
}

interface AmountProps {
  source: string;
  label: string;
  currency: string;
}

/** An amount without its cents: whoever looks for orders by their total means no cent. */
function WholeAmount({ label, currency, ...props }: AmountProps) {
  const units = 10 ** exponentOf(currency);
  return (
    <TextInput
      {...props}
      label={`${label} (${currency})`}
      type="number"
      format={(value) =>
        value === undefined || value === null || value === "" ? "" : Math.trunc(Number(value) / units)
      }
      parse={(typed) => (/^\d{1,9}$/.test(String(typed)) ? Number(typed) * units : "")}
    />
  );
}
