import { parseFormatWord } from "../../contract/format-word.js";

/** ISO 4217, without funds and metals. */
const CURRENCIES: ReadonlySet<string> = new Set(
  (
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd btn bwp " +
    "byn bzd cad cdf chf clp cny cop crc cup cve czk djf dkk dop dzd egp ern etb eur fjd fkp gbp " +
    "gel ghs gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr iqd irr isk jmd jod jpy kes kgs khr " +
    "kmf kpw krw kwd kyd kzt lak lbp lkr lrd lsl lyd mad mdl mga mkd mmk mnt mop mru mur mvr mwk " +
    "mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar " +
    "sbd scr sdg sek sgd shp sle sos srd ssp stn svc syp szl thb tjs tmt tnd top try ttd twd tzs " +
    "uah ugx usd uyu uzs ves vnd vuv wst xaf xcd xof xpf yer zar zmw zwg"
  ).split(" "),
);

/** For near names: the words without a currency, then those of a few currencies. */
export const COMMON_FORMAT_WORDS: readonly string[] = [
  "int",
  "num",
  "num0",
  "num1",
  "num2",
  "pct",
  "pct0",
  "pct1",
  "pct2",
  "compact",
  "usd",
  "usd0",
  "usd_compact",
  "eur",
  "eur0",
  "eur_compact",
  "gbp",
  "gbp0",
  "chf",
  "jpy",
];

/** Whether a text is a word for a format: `usd0`, `pct1`, `compact`. */
export function isFormatWord(text: string): boolean {
  const word = parseFormatWord(text);
  if (!word) return false;
  return word.currency === undefined || CURRENCIES.has(word.currency.toLowerCase());
}
