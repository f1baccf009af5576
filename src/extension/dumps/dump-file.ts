/** A dump that the user opens, or why it is refused, in the user's language. */
import { type Dump, DumpError, readDump } from "../../protocol/index.js";
import { t } from "../text/localization.js";

/** @throws Error, whose message is for the user, when the text is no dump that this version can read */
export function parseDump(text: string): Dump {
  try {
    return readDump(text);
  } catch (error) {
    throw error instanceof DumpError ? new Error(refusal(error)) : error;
  }
}

function refusal({ fault, version }: DumpError): string {
  switch (fault) {
    case "not-json":
      return t("This file is no dump: it is not JSON.");
    case "not-dump":
      return t("This file is no dump of an asyncio program.");
    case "newer":
      return t("This dump was written by a newer version of Loopscope ({0}).", String(version));
    case "damaged":
      return t("This dump is damaged.");
  }
}
