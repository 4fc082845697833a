import { Tab, Tabs } from "@mui/material";
import { Link } from "react-admin";
import { PageName } from "./frame.tsx";

interface Props<At extends string> {
  /** What all of them are about. */
  name: string;
  sides: readonly { to: At; name: string }[];
  at: At;
}

/** A page that has several sides: its name, and the way from one to another. */
export function Sides<At extends string>({ name, sides, at }: Props<At>) {
  return (
    <>
      <PageName name={name} />
      <Tabs value={at} variant="scrollable" aria-label={name} sx={{ mb: 2 }}>
        {sides.map((side) => (
          <Tab key={side.to} value={side.to} label={side.name} component={Link} to={side.to} />
        ))}
      </Tabs>
    </>
  );
}
