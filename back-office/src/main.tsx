import { createRoot } from "react-dom/client";
import { BackOffice } from "./back-office.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its #root.");
createRoot(root).render(<BackOffice />);
