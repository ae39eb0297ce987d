/** An image's name, taken apart. */
export interface Image {
  /** With registry: `docker.io/library/nginx` for `nginx`. */
  repository: string;
  /** Undefined when none is written; then `latest` is taken. */
  tag: string | undefined;
  /** Such as `sha256:…`. */
  digest: string | undefined;
}

/** Takes an image's name apart as container runtimes do. */
export function parseImage(image: string): Image {
  const [named = "", digest] = image.split("@");
  const colon = named.lastIndexOf(":");
  const hasTag = colon > named.lastIndexOf("/");
  const name = hasTag ? named.slice(0, colon) : named;
  return { repository: withRegistry(name), tag: hasTag ? named.slice(colon + 1) : undefined, digest };
}

/** The first part is a registry when it cannot be a folder of Docker Hub. */
function withRegistry(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${name}`;
  return /[.:]/.test(first) || first === "localhost" ? name : `docker.io/${name}`;
}
