import { createRoute, z } from "@hono/zod-openapi";
import { ifMatch, json, jsonBody, problems, staffOnly } from "../platform/http/contract.ts";
import { staffFirst } from "../platform/http/guards.ts";
import { newRouter } from "../platform/http/router.ts";
import { limitBody } from "../platform/http/safety.ts";
import { etagOf, versionFrom } from "../platform/http/versions.ts";
import { id } from "../platform/schemas.ts";
import { addImage, addImages } from "./add-image.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { arrive, offerUpload } from "./direct-upload.ts";
import { editPicture, listPictures, removePicture } from "./pictures.ts";
import {
  directUpload,
  directUploadAddress,
  picture,
  pictureEdit,
  pictureForm,
  pictureOutcome,
  pictureSweep,
  picturesForm,
} from "./schemas.ts";
import { listSweeps, startSweep } from "./sweep.ts";

/** A picture of 20 MiB, its other fields and the boundaries between them. */
const largestForm = 20_999_999;
/** Several pictures in one form, which a Worker of 128 MB holds whole. */
const largestFormOfMany = 50_000_000;

const product = z.object({ id: id("prod") });
const productPicture = z.object({ id: id("prod"), image_id: id("img") });

const upload = createRoute({
  method: "post",
  path: "/api/v1/products/{id}/images",
  tags: ["Pictures"],
  operationId: "addPicture",
  summary: "Upload a picture; it is prepared after the answer and then shown to shoppers",
  ...staffOnly,
  middleware: [staffFirst, limitBody(largestForm)] as const,
  request: { params: product, body: { required: true, content: { "multipart/form-data": { schema: pictureForm } } } },
  responses: { 202: json(picture, "Taken in"), ...problems(400, 401, 403, 404, 413, 415, 422) },
});

const list = createRoute({
  method: "get",
  path: "/api/v1/products/{id}/images",
  tags: ["Pictures"],
  operationId: "listPictures",
  summary: "Every picture of a product, those refused with the reason",
  ...staffOnly,
  request: { params: product },
  responses: {
    200: json(z.object({ data: z.array(picture), next_cursor: z.null() }), "All of them, in order"),
    ...problems(400, 401, 403, 404),
  },
});

const edit = createRoute({
  method: "patch",
  path: "/api/v1/products/{id}/images/{image_id}",
  tags: ["Pictures"],
  operationId: "editPicture",
  summary: "Say what a picture shows and where its focal point lies, or move it among the others",
  ...staffOnly,
  request: { params: productPicture, headers: ifMatch, body: jsonBody(pictureEdit) },
  responses: { 200: json(picture, "The picture after it"), ...problems(400, 401, 403, 404, 412, 428) },
});

const remove = createRoute({
  method: "delete",
  path: "/api/v1/products/{id}/images/{image_id}",
  tags: ["Pictures"],
  operationId: "removePicture",
  summary: "Take a picture away, with all that was made of it",
  ...staffOnly,
  request: { params: productPicture },
  responses: { 204: { description: "Gone" }, ...problems(400, 401, 403, 404) },
});

const uploadMany = createRoute({
  method: "post",
  path: "/api/v1/products/{id}/images/bulk",
  tags: ["Pictures"],
  operationId: "addPictures",
  summary: "Upload several pictures in one form, 50 MB in all; each is taken in or refused by itself",
  ...staffOnly,
  middleware: [staffFirst, limitBody(largestFormOfMany)] as const,
  request: { params: product, body: { required: true, content: { "multipart/form-data": { schema: picturesForm } } } },
  responses: {
    202: json(z.object({ data: z.array(pictureOutcome) }), "What became of each, in the order of the form"),
    ...problems(400, 401, 403, 404, 413, 415),
  },
});

const offer = createRoute({
  method: "post",
  path: "/api/v1/products/{id}/images/uploads",
  tags: ["Pictures"],
  operationId: "offerPictureUpload",
  summary: "A signed address that takes one picture of up to 100 MB straight into the bucket",
  ...staffOnly,
  request: { params: product, body: jsonBody(directUpload) },
  responses: {
    201: json(directUploadAddress, "Send the file there by PUT, then say that it has arrived"),
    ...problems(400, 401, 403, 404, 409),
  },
});

const arrived = createRoute({
  method: "post",
  path: "/api/v1/products/{id}/images/{image_id}/arrived",
  tags: ["Pictures"],
  operationId: "arrivedPictureUpload",
  summary: "Say that a picture was sent to its signed address; it is prepared after the answer",
  ...staffOnly,
  request: { params: productPicture },
  responses: { 202: json(picture, "It is there"), ...problems(400, 401, 403, 404, 409) },
});

const sweeps = createRoute({
  method: "get",
  path: "/api/v1/pictures/sweeps",
  tags: ["Pictures"],
  operationId: "listPictureSweeps",
  summary: "What the nightly comparisons of the bucket with the catalogue found, the latest first",
  ...staffOnly,
  responses: {
    200: json(z.object({ data: z.array(pictureSweep), next_cursor: z.null() }), "The last thirty"),
    ...problems(401, 403),
  },
});

const sweepNow = createRoute({
  method: "post",
  path: "/api/v1/pictures/sweeps",
  tags: ["Pictures"],
  operationId: "startPictureSweep",
  summary: "Compare the bucket with the catalogue now instead of tonight",
  ...staffOnly,
  responses: { 202: json(pictureSweep, "It goes on in the background"), ...problems(401, 403) },
});

export const mediaRoutes = newRouter()
  .openapi(upload, async (c) => {
    const { file, alt, position, variant_ids } = c.req.valid("form");
    const added = await addImage(c.var.store, c.req.valid("param").id, {
      bytes: new Uint8Array(await file.arrayBuffer()),
      alt,
      position,
      variantIds: variant_ids,
    });
    c.header("ETag", etagOf(added.version));
    return c.json(added, 202);
  })
  .openapi(list, async (c) =>
    c.json({ data: await listPictures(c.var.store, c.req.valid("param").id), next_cursor: null }, 200),
  )
  .openapi(edit, async (c) => {
    const version = versionFrom(c.req.valid("header")["if-match"]);
    const { id: productId, image_id } = c.req.valid("param");
    const edited = await editPicture(c.var.store, productId, image_id, version, c.req.valid("json"));
    c.header("ETag", etagOf(edited.version));
    return c.json(edited, 200);
  })
  .openapi(remove, async (c) => {
    const { id: productId, image_id } = c.req.valid("param");
    await removePicture(c.var.store, productId, image_id);
    return c.body(null, 204);
  })
  .openapi(uploadMany, async (c) => {
    const { file: files, alt: alts, variant_ids } = c.req.valid("form");
    const facts = (index: number) => ({ alt: alts[index] ?? "", variantIds: variant_ids });
    return c.json({ data: await addImages(c.var.store, c.req.valid("param").id, files, facts) }, 202);
  })
  .openapi(offer, async (c) => {
    const { variant_ids, ...facts } = c.req.valid("json");
    const { id: productId } = c.req.valid("param");
    return c.json(await offerUpload(c.var.store, productId, { ...facts, variantIds: variant_ids }), 201);
  })
  .openapi(arrived, async (c) => {
    const { id: productId, image_id } = c.req.valid("param");
    return c.json(await arrive(c.var.store, productId, image_id), 202);
  })
  .openapi(sweeps, async (c) => c.json({ data: await listSweeps(c.var.store), next_cursor: null }, 200))
  .openapi(sweepNow, async (c) => c.json(await startSweep(c.var.store), 202))
  .route("/", deliveryRoutes);
