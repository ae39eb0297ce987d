import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFiles } from "../../cli/read-files";
import { InputError } from "../../model/findings";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flotilla-files-"));
  mkdirSync(join(folder, "inner"));
  mkdirSync(join(folder, "nothing"));
  for (const name of ["b.yaml", "a.yml", "c.json", "d.txt", "inner/e.yaml"]) writeFileSync(join(folder, name), name);
  writeFileSync(join(folder, "binary.txt"), Buffer.from([0xff, 0xfe, 0x00]));
  writeFileSync(join(folder, "large.txt"), Buffer.alloc(10 * 1024 * 1024 + 1, "a"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function refused(...names: string[]): { file: string | undefined; message: string }[] {
  try {
    readFiles(names.map((name) => join(folder, name)));
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(({ file, message }) => ({ file, message }));
    throw error;
  }
  throw new Error("the files were not refused");
}

describe("readFiles", () => {
  it("reads files in the given order, of any name", () => {
    expect(readFiles([join(folder, "d.txt"), join(folder, "a.yml")])).toEqual([
      { file: join(folder, "d.txt"), text: "d.txt" },
      { file: join(folder, "a.yml"), text: "a.yml" },
    ]);
  });

  it("reads the documents of a folder by name, not those of folders in it", () => {
    expect(readFiles([folder]).map(({ text }) => text)).toEqual(["a.yml", "b.yaml", "c.json"]);
  });

  it("follows no symbolic link out of a folder, and reads only files of it", () => {
    for (const name of ["out", "in", "folders"]) mkdirSync(join(folder, name));
    symlinkSync(join(folder, "b.yaml"), join(folder, "out", "x.yaml"));
    writeFileSync(join(folder, "in", "y.yaml"), "y");
    symlinkSync("y.yaml", join(folder, "in", "z.yaml"));
    mkdirSync(join(folder, "folders", "x.yaml"));
    expect(refused("out", "folders")).toEqual([
      { file: join(folder, "out", "x.yaml"), message: "the symbolic link leads outside of its folder" },
      { file: join(folder, "folders", "x.yaml"), message: "is no file" },
    ]);
    expect(readFiles([join(folder, "in")]).map(({ text }) => text)).toEqual(["y", "y"]);
    expect(readFiles([join(folder, "out", "x.yaml")]).map(({ text }) => text)).toEqual(["b.yaml"]);
  });

  it("reads the standard input", () => {
    const module = JSON.stringify(resolve(__dirname, "../../cli/read-files"));
    const script = `console.log(JSON.stringify(require(${module}).readFiles(["-"])))`;
    const output = execFileSync(process.execPath, ["--import", "tsx", "--input-type=commonjs", "-e", script], {
      input: "kind: Application\n",
      cwd: resolve(__dirname, "../.."),
    });
    expect(JSON.parse(output.toString())).toEqual([{ file: "<stdin>", text: "kind: Application\n" }]);
  });

  it("tells everything that cannot be read", () => {
    expect(refused("missing.yaml", "nothing", "binary.txt", "large.txt", "a.yml/x")).toEqual([
      { file: join(folder, "missing.yaml"), message: "there is no such file or folder" },
      { file: join(folder, "nothing"), message: "the folder has no .yaml, .yml or .json files" },
      { file: join(folder, "binary.txt"), message: "the file is not UTF-8 text" },
      { file: join(folder, "large.txt"), message: "the file is larger than 10 MB" },
      { file: join(folder, "a.yml/x"), message: "the file cannot be read: ENOTDIR" },
    ]);
  });
});
