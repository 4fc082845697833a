import SignpostIcon from "@mui/icons-material/SignpostOutlined";
import { Button } from "@mui/material";
import { Link } from "react-admin";
import { PageName } from "./frame.tsx";
import { EmptyList } from "./notices.tsx";

/** An address that leads to no screen. */
export function Nowhere() {
  return (
    <>
      <PageName name="Nothing here" />
      <EmptyList icon={<SignpostIcon />} title="There is nothing at this address">
        <Button component={Link} to="/" sx={{ mt: 1 }}>
          Go home
        </Button>
      </EmptyList>
    </>
  );
}
