import type { Origin } from "../../../src/contract/origin.js";
import { countText, typeText } from "../format/origin-text.js";
import "./origins.css";

interface OriginsProps {
  readonly origins: readonly Origin[];
  readonly of: "chart" | "table";
}

/** Below what is drawn of several sources: how many they are, and what. */
export function Origins({ origins, of }: OriginsProps) {
  return (
    <p class="origins">
      <Streams count={origins.length} />
      <b class="num">
        {countText(origins)} <span aria-hidden="true">→</span>
        <span class="hidden-text">in</span> 1 {of}
      </b>
      <span class="origin-names">
        {origins.map(({ type, name }, index) => (
          <span key={`${type} ${name ?? index}`}>
            {name !== undefined && (
              <>
                <span class="origin-name">{name}</span>{" "}
              </>
            )}
            {typeText(type)}
          </span>
        ))}
      </span>
    </p>
  );
}

const [WIDTH, HEIGHT] = [26, 14];
/** More lines than that cannot be told apart. */
const MOST_LINES = 5;

/** As many lines as there are sources, which become one. */
function Streams({ count }: { count: number }) {
  const lines = Math.min(count, MOST_LINES);
  const end = HEIGHT / 2;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => {
        const start = 1.5 + (index * (HEIGHT - 3)) / (lines - 1);
        return (
          <g key={index} class={`stream-${index}`}>
            <circle cx="2" cy={start} r="1.5" />
            <path d={`M3 ${start}C11 ${start} 10 ${end} 18 ${end}`} />
          </g>
        );
      })}
      <path class="joined" d={`M17 ${end}H22`} />
      <circle class="joined" cx="23.4" cy={end} r="2" />
    </svg>
  );
}
