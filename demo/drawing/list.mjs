// Everything that has a picture.
import "./pictures-of-kitchen-and-table.mjs";
import "./pictures-of-rooms.mjs";
import "./pictures-of-desk-travel-garden.mjs";

export { drawPicture, pictureNames } from "./album.mjs";
