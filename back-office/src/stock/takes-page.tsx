import CountIcon from "@mui/icons-material/FactCheckOutlined";
import { Box, Button, Chip, Stack, Typography } from "@mui/material";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { ago } from "../dates.ts";
import { SelectField } from "../forms/select-field.tsx";
import { PageName } from "../shell/frame.tsx";
import { FailureNotice, Nothing } from "../shell/notices.tsx";
import { LinkRow } from "../shell/rows.tsx";
import { LeafedRows } from "./leafed-rows.tsx";
import { beginStockTake, type StockTake, stockTakes } from "./stock-api.ts";
import { StockWays } from "./stock-ways.tsx";
import { choicesOf, useLocations } from "./use-locations.ts";

/** Counts of what lies at a location. */
export default function StockTakesPage() {
  const navigate = useNavigate();
  const { locations, nameOf } = useLocations();
  const [chosen, setChosen] = useState("");
  const location = chosen || (locations[0]?.id ?? "");
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => beginStockTake({ location }),
    onSuccess: ({ id }) => navigate(`/stock/takes/${id}`),
  });
  return (
    <>
      <PageName name="Stock takes" />
      <StockWays here="/stock/takes" />
      <Stack direction="row" sx={{ my: 2, maxWidth: 980, gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <SelectField label="Where" value={location} choices={choicesOf(locations)} onChange={setChosen} />
        </Box>
        <Button variant="contained" onClick={() => mutate()} disabled={isPending || location === ""}>
          Begin to count
        </Button>
      </Stack>
      {error && <FailureNotice failure={error} />}
      <Box sx={{ maxWidth: 980 }}>
        <LeafedRows
          label="Stock takes"
          queryKey={["stock-takes"]}
          read={stockTakes}
          nothing={
            <Nothing icon={<CountIcon />} title="Nothing was counted yet">
              A count puts the books right. Selling goes on while it lasts.
            </Nothing>
          }
          row={(take) => <Take key={take.id} take={take} where={nameOf(take.location)} />}
        />
      </Box>
    </>
  );
}

const colours = { counting: "info", applied: "success", dropped: "default" } as const;

function Take({ take, where }: { take: StockTake; where: string }) {
  return (
    <LinkRow to={`/stock/takes/${take.id}`}>
      <Box sx={{ flex: 1, minWidth: 180, overflowWrap: "anywhere" }}>
        <Box component="strong">{where}</Box>
        <Typography variant="caption" component="div" sx={{ color: "text.secondary" }}>
          {take.counted_lines} counted, {take.different_lines} different · begun {ago(take.begun_at)}
        </Typography>
      </Box>
      <Chip size="small" variant="outlined" color={colours[take.status]} label={take.status} />
    </LinkRow>
  );
}
