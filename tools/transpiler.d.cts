/** ts-node's interface for transpilers. */
export function create(): {
  transpile(input: string, options: { fileName: string }): { outputText: string; sourceMapText: string };
};
