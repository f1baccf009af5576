/** The empty page of the Inspect panel. */
import { t } from "../text/localization.js";
import { pageHtml, type WebviewPage } from "./webview-page.js";

export interface InspectPage extends Omit<WebviewPage, "title" | "data" | "scriptUris"> {
  readonly scriptUri: string;
  /** Icons of states, by name. */
  readonly iconUris: Readonly<Record<string, { readonly light: string; readonly dark: string }>>;
}

/** The page, with the icons and words that its script puts together. */
export function inspectHtml({ iconUris, scriptUri, ...page }: InspectPage): string {
  const words = {
    seconds: t("{0} s", "{0}"),
    minutes: t("{0} min {1} s", "{0}", "{1}"),
    hours: t("{0} h {1} min", "{0}", "{1}"),
    ago: t("{0} ago", "{0}"),
    ended: t("The program has ended. This is what was seen last."),
  };
  return pageHtml({
    ...page,
    scriptUris: [scriptUri],
    title: t("Inspect Task"),
    data: { icons: iconUris, words },
  });
}
