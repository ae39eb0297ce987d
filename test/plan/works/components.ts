/** Components as they stand in an Application: a Deployment, and a ConfigMap. */
export const WEB = "    - {name: web, type: webservice, properties: {image: nginx}}\n";
export const CONFIG =
  "    - {name: config, type: raw, properties: {apiVersion: v1, kind: ConfigMap, metadata: {name: config}}}\n";
