import type { z } from "zod";
import { isObject } from "../../model/json";
import type { notificationSchema } from "../../plan/steps/notification";
import type { RunContext } from "../../plan/steps/run-context";
import type { SecretValue } from "../../plan/steps/secret-value";
import { StepError } from "../error";
import { send } from "../http";
import { secretText } from "../secret";

type Properties = z.infer<typeof notificationSchema>;

/** Sends a message by each way that the properties have. */
export async function runNotification({ lark, dingding, slack, email }: Properties, running: RunContext) {
  if (lark !== undefined) await post("Lark", lark, running);
  if (dingding !== undefined) await post("DingTalk", dingding, running);
  if (slack !== undefined) await post("Slack", slack, running);
  if (email !== undefined) await mail(email, running);
  return {};
}

/** Lark and DingTalk answer 200 to what they refuse, with a code and a reason. */
async function post(service: string, { url, message }: { url: SecretValue; message: object }, running: RunContext) {
  const { body } = await send({ url: await secretText(url, running), method: "POST", body: message }, running.signal);
  const { code, reason } = refusal(body);
  if (code !== 0) throw new StepError(`${service} refused the message (${code}): ${reason}`, "Execute");
}

function refusal(body: string): { code: unknown; reason: unknown } {
  try {
    const answer: unknown = JSON.parse(body);
    if (isObject(answer))
      return { code: answer.errcode ?? answer.code ?? 0, reason: answer.errmsg ?? answer.msg ?? "" };
  } catch {
    // Slack answers with a word.
  }
  return { code: 0, reason: "" };
}

async function mail({ from, to, content }: NonNullable<Properties["email"]>, running: RunContext): Promise<void> {
  const { createTransport } = await import("nodemailer");
  const { address, alias, host, port } = from;
  const auth = { user: address, pass: await secretText(from.password, running) };
  const transport = createTransport({ host, port, secure: port === 465, auth });
  try {
    const sender = alias === undefined ? address : { name: alias, address };
    await transport.sendMail({ from: sender, to, subject: content.subject, html: content.body });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new StepError(`the mail server ${host}:${port} did not take the mail (${code})`, "Execute");
  } finally {
    transport.close();
  }
}
