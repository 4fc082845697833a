import { z } from "@hono/zod-openapi";
import { email, text } from "../platform/schemas.ts";

/** Characters. NIST SP 800-63B, 3.1.1.2: no rule of composition, and room for a sentence. */
export const shortestPassword = 8;
export const longestPassword = 256;

const newPassword = z
  .string()
  .min(shortestPassword, `At least ${shortestPassword} characters.`)
  .max(longestPassword, `At most ${longestPassword} characters.`)
  .openapi({ format: "password", example: "a sentence is a good password" });

const password = z
  .string()
  .min(1, "Write your password here.")
  .max(longestPassword, `At most ${longestPassword} characters.`)
  .openapi({ format: "password", example: "a sentence is a good password" });

/** A secret that came by mail. */
const mailedToken = z.string().min(1, "Copy the token from the mail.").max(100, "At most 100 characters.");

/** BCP 47, as `en` or `de-AT`. */
export const locale = z
  .string()
  .max(35, "At most 35 characters.")
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "A language tag, as en or de-AT.")
  .openapi({ example: "en", description: "BCP 47" });

/** What people call themselves. */
export const personName = text(120).openapi({ example: "Ada Lovelace" });

export const signUpInput = z
  .strictObject({ email, password: newPassword, name: personName, locale: locale.optional() })
  .openapi("SignUp");

export const confirmInput = z.strictObject({ token: mailedToken }).openapi("ConfirmSignUp");

export const logInInput = z.strictObject({ email, password }).openapi("LogIn");

export const refreshInput = z
  .strictObject({ refresh_token: z.string().min(1, "Send the refresh token.").max(500, "At most 500 characters.") })
  .openapi("Refresh");

export const logOutInput = z.strictObject({ refresh_token: z.string().max(500).optional() }).openapi("LogOut");

export const forgotInput = z.strictObject({ email }).openapi("ForgottenPassword");

export const resetInput = z.strictObject({ token: mailedToken, password: newPassword }).openapi("NewPassword");

const groups = z
  .array(z.string())
  .openapi({ description: "`customers` is everybody, `admins` are staff; others are groups of the store's own" });

const person = { id: z.string(), email: z.string(), name: z.string(), groups };

export const account = z
  .object({
    user: z.object({
      ...person,
      confirmed: z.boolean().openapi({ description: "Whether the e-mail address is proven" }),
    }),
  })
  .openapi("Account");

export const signedIn = z
  .object({
    access_token: z.string().openapi({ description: "A JWT (RFC 9068), signed by a key of /.well-known/jwks.json" }),
    token_type: z.literal("Bearer"),
    expires_in: z.int().openapi({ description: "Seconds", example: 900 }),
    refresh_token: z.string().openapi({ description: "Works once; the answer to a refresh brings the next" }),
    user: z.object(person),
  })
  .openapi("SignedIn");

export const keySet = z
  .object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })) })
  .openapi("KeySet");

export type SignUp = z.infer<typeof signUpInput>;
export type LogIn = z.infer<typeof logInInput>;
export type Account = z.infer<typeof account>;
