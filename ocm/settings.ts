import { z } from "zod";

/** The release of Open Cluster Management whose agents are delivered when nothing else is said. */
const VERSION = "v1.2.1";

/** How clusters are registered, as `flotilla:klusterlet` writes it. */
export const klusterletSchema = z.strictObject({
  version: z.string().min(1).default(VERSION),
  registrationImage: z.string().min(1).optional(),
  workImage: z.string().min(1).optional(),
  leaseDurationSeconds: z.int().positive().default(60),
  statusSyncSeconds: z.int().positive().default(10),
});

/** {@link klusterletSchema}, with defaults. */
export interface KlusterletSettings {
  registrationImage: string;
  workImage: string;
  /** How often the registration agent tells that it is there, in seconds. After five times that, the hub takes the cluster for lost. */
  leaseDurationSeconds: number;
  /** How often the work agent reports what has become of objects, in seconds. */
  statusSyncSeconds: number;
}

/** Settings with the images of a release where no others are named. */
export function klusterletSettings({ version, ...written }: z.infer<typeof klusterletSchema>): KlusterletSettings {
  const image = (name: string) => `quay.io/open-cluster-management/${name}:${version}`;
  const { leaseDurationSeconds, statusSyncSeconds } = written;
  return {
    registrationImage: written.registrationImage ?? image("registration"),
    workImage: written.workImage ?? image("work"),
    leaseDurationSeconds,
    statusSyncSeconds,
  };
}

/** Settings when nothing is said. */
export const DEFAULT_KLUSTERLET: KlusterletSettings = klusterletSettings(klusterletSchema.parse({}));
