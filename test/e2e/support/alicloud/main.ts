import { Cloud } from "./cloud";
import { serve } from "./server";

/** The engine starts the plugin, and the plugin ends with it, also when the engine is killed. */
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit();
}, 500).unref();

serve(Cloud.fromEnvironment()).then((port) => console.log(port));
