import { z } from "zod";
import { clusterOfSecrets, secretValue } from "./secret-value";
import { NOTHING, stepType } from "./types";

const url = secretValue.describe("Address of the robot or webhook.");
const message = z.record(z.string(), z.json());

/** Properties of a `notification` step. */
export const notificationSchema = z.strictObject({
  lark: z
    .strictObject({
      url,
      message: z
        .strictObject({
          msg_type: z.string().describe("`text`, `post`, `image`, `interactive` and so on."),
          content: z.string().describe("The content, as JSON in a string."),
        })
        .describe("The message, as Lark has it."),
    })
    .optional()
    .describe("Sends a message with Lark."),
  dingding: z
    .strictObject({
      url,
      message: message.describe("The message, as DingTalk has it: msgtype, text, markdown and so on."),
    })
    .optional()
    .describe("Sends a message with DingTalk."),
  slack: z
    .strictObject({ url, message: message.describe("The message, as Slack has it: text, blocks and so on.") })
    .optional()
    .describe("Sends a message with Slack."),
  email: z
    .strictObject({
      from: z
        .strictObject({
          address: z.string().describe("Address that it comes from, which is also the user who logs in."),
          alias: z.string().optional().describe("Name that is shown beside the address."),
          password: secretValue.describe("Password of the user."),
          host: z.string().describe("Host of the mail server."),
          port: z.int().default(587).describe("Port of the mail server."),
        })
        .describe("Who sends it, and how."),
      to: z.array(z.string()).min(1).describe("Addresses that it goes to."),
      content: z
        .strictObject({
          subject: z.string().describe("Subject of the mail."),
          body: z.string().describe("Body of the mail, as HTML."),
        })
        .describe("What it says."),
    })
    .optional()
    .describe("Sends a mail."),
});

/** Tells people. Semantics: KubeVela's `notification` step. */
export const notification = stepType({
  name: "notification",
  description: "Sends a message by Lark, DingTalk, Slack or mail.",
  runs: true,
  schema: notificationSchema,
  clusters: clusterOfSecrets,
  plan: (properties) => ({ ...NOTHING, secret: true, run: { properties, secretOutputs: true } }),
});
