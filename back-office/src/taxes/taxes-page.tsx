import AddIcon from "@mui/icons-material/Add";
import TaxIcon from "@mui/icons-material/PercentOutlined";
import { Box, Button, Chip, Stack, TextField, Typography } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-admin";
import { countryName } from "../forms/country-field.tsx";
import { FailureNotice, Nothing, Waiting } from "../shell/notices.tsx";
import { LinkRow, Rows } from "../shell/rows.tsx";
import { type TaxZone, taxZones } from "./tax-api.ts";
import { TaxFrame } from "./tax-frame.tsx";
import { TaxRounding } from "./tax-rounding.tsx";
import { chargedToday, standing } from "./words.ts";

/** Where the store charges which taxes, and how it rounds them. */
export default function TaxesPage() {
  const { data, error, refetch } = useQuery({ queryKey: ["tax-zones"], queryFn: taxZones });
  const [sought, setSought] = useState("");
  const found = (data ?? []).filter((zone) => fits(zone, sought.trim().toLowerCase()));
  return (
    <>
      <TaxFrame at="/taxes" />
      <Stack sx={{ gap: 2, maxWidth: 980 }}>
        <TaxRounding />
        <Stack direction="row" sx={{ gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <TextField
            label="Find a zone"
            value={sought}
            onChange={({ target }) => setSought(target.value)}
            sx={{ my: 0, flex: 1, minWidth: 180 }}
          />
          <Button variant="contained" startIcon={<AddIcon />} component={Link} to="/taxes/new">
            New zone
          </Button>
        </Stack>
        {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting what="Reading the zones" />}
        {data && (
          <Rows label="Tax zones" nothing={<NoZones all={data.length} />}>
            {found.map((zone) => (
              <Zone key={zone.id} zone={zone} />
            ))}
          </Rows>
        )}
      </Stack>
    </>
  );
}

function fits({ name, country, region, postal_codes }: TaxZone, sought: string): boolean {
  const texts = [name, country, countryName(country), region ?? "", ...postal_codes];
  return texts.some((text) => text.toLowerCase().includes(sought));
}

function NoZones({ all }: { all: number }) {
  return all === 0 ? (
    <Nothing icon={<TaxIcon />} title="No taxes are charged anywhere">
      Where the store has to charge taxes, make a zone with the rates that hold there.
    </Nothing>
  ) : (
    <Nothing icon={<TaxIcon />} title="No zone fits">
      What goes where no zone is bears no tax.
    </Nothing>
  );
}

function Zone({ zone }: { zone: TaxZone }) {
  const { id, name, country, region, postal_codes, prices, rates } = zone;
  const part = [region, postal_codes.join(", ")].filter(Boolean).join(" · ");
  const coming = rates.filter((rate) => standing(rate) === "to come").length;
  return (
    <LinkRow to={`/taxes/${id}`}>
      <Box sx={{ flex: 1, minWidth: 200 }}>
        <Box component="strong">{name}</Box>
        <Typography variant="caption" component="div" noWrap sx={{ color: "text.secondary" }}>
          {countryName(country) === name ? country : countryName(country)}
          {part && ` · ${part}`}
        </Typography>
      </Box>
      {coming > 0 && <Chip size="small" variant="outlined" color="info" label={`${coming} to come`} />}
      <Box sx={{ width: { xs: "100%", sm: 330 } }}>
        {chargedToday(rates)}
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {prices === "included" ? "in the prices" : "on top of the prices"}
        </Typography>
      </Box>
    </LinkRow>
  );
}
