import { CertificationRequest } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import type { Name } from "@peculiar/asn1-x509";
import { isObject } from "../model/json";
import { agentGroup, bootstrapUser } from "./names";

/** A `CertificateSigningRequest` of the hub, as far as it decides about an approval. */
export interface SigningRequest {
  metadata: { name: string };
  spec: { signerName: string; username: string; request: string };
  status?: { conditions?: { type: string }[] };
}

/** Object identifiers of the parts of a subject. */
const COMMON_NAME = "2.5.4.3";
const ORGANIZATION = "2.5.4.10";
/** A group of all agents, which old ones ask for too. */
const ALL_AGENTS = "system:open-cluster-management:managed-clusters";

/**
 * Whether the agent of one cluster, and nobody else, asks with its bootstrap token for a certificate that makes it the agent of that
 * cluster, and of no other. Whoever has the token could ask for anything.
 * Semantics: `validateCSR` of OCM's registration controller, with the bootstrap user of this cluster only.
 */
export function isJoinRequest({ spec, status }: SigningRequest, managedCluster: string): boolean {
  if (spec.signerName !== "kubernetes.io/kube-apiserver-client") return false;
  if (spec.username !== bootstrapUser(managedCluster)) return false;
  if (status?.conditions?.some(({ type }) => type !== "")) return false;
  const subject = subjectOf(spec.request);
  const groups = subject?.organizations.filter((one) => one !== ALL_AGENTS);
  const own = agentGroup(managedCluster);
  return groups?.length === 1 && groups[0] === own && subject?.commonName.startsWith(`${own}:`) === true;
}

/** The signing requests in what the hub answers; what does not look like one is left out. */
export function signingRequests(list: unknown): SigningRequest[] {
  const items = isObject(list) && Array.isArray(list.items) ? list.items : [];
  return items.filter((item) => isObject(item) && isObject(item.metadata) && isObject(item.spec)) as never[];
}

/** What an approval adds to a signing request. */
export const APPROVAL = {
  type: "Approved",
  status: "True",
  reason: "ApprovedByFlotilla",
  message: "This cluster is registered by flotilla, and asks as its agent for itself only.",
} as const;

function subjectOf(request: string): { commonName: string; organizations: string[] } | undefined {
  const pem = Buffer.from(request, "base64").toString("latin1");
  const body = /^-----BEGIN CERTIFICATE REQUEST-----([\w+/=\s]+)-----END CERTIFICATE REQUEST-----\s*$/.exec(pem)?.[1];
  if (body === undefined) return undefined;
  try {
    const parsed = AsnConvert.parse(Buffer.from(body, "base64"), CertificationRequest);
    const { subject } = parsed.certificationRequestInfo;
    const [commonName = ""] = values(subject, COMMON_NAME);
    return { commonName, organizations: values(subject, ORGANIZATION) };
  } catch {
    return undefined;
  }
}

function values(subject: Name, type: string): string[] {
  return subject.flatMap((part) => part.filter((one) => one.type === type).map(({ value }) => value.toString()));
}
