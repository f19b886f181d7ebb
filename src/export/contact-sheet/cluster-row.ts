import type { ClusterMethod } from '../../domain/cluster.ts';
import type { SheetCluster, SheetMember, SheetTag } from './contact-sheet.ts';
import { percent, reasonsOf, shortTimes, trustOf, trustOfAll } from './date-trust.ts';
import { type Html, html, localAddress } from './html.ts';

/** Reasons in a tooltip; the rest stands under "Why". */
const TOOLTIP_REASONS = 6;

const METHODS: Readonly<Record<ClusterMethod, { readonly words: string; readonly title: string }>> = {
  hdbscan: { words: 'scene', title: 'Found by HDBSCAN: many photos that look alike, close in time' },
  'single-linkage': {
    words: 'small scene',
    title: 'Found by single linkage: a few photos that look alike, close in time',
  },
  'single-photo': { words: 'single photo', title: 'Looks like no other photo of its time' },
};

const LOCK = html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" fill="none" stroke="currentColor" stroke-width="1.6"/><rect x="3" y="7" width="10" height="7" rx="1.6" fill="currentColor"/></svg>`;

/** One cluster: the medoid large, then when and where, the members, the tags and their reasons. */
export function clusterRow(cluster: SheetCluster): Html {
  const { medoid } = cluster;
  const headingId = `c-${cluster.id}`;
  return html`<article class="row" tabindex="-1" aria-labelledby="${headingId}" data-find="${searchText(cluster)}">
<figure class="medoid"><img src="${localAddress(medoid.thumb)}" width="${medoid.width}" height="${medoid.height}" alt="${medoid.fileName}" loading="lazy" decoding="async"><figcaption><bdi>${medoid.fileName}</bdi></figcaption></figure>
<div class="facts">
<h2 id="${headingId}">${cluster.name}</h2>
${metaLine(cluster)}
${memberStrip(cluster)}
${tagGroup('ck', 'CK', 'Controlled vocabulary', cluster.ckTags, cluster.memberCount)}
${tagGroup('ai', 'AI', 'Free suggestions', cluster.aiTags, cluster.memberCount)}
${cluster.ckTags.length + cluster.aiTags.length === 0 && html`<p class="none">No proposals yet</p>`}
${why(cluster)}
</div>
</article>
`;
}

function metaLine(cluster: SheetCluster): Html {
  const trust = trustOfAll(cluster.members);
  const reasons = reasonsOf(cluster.members);
  const shown = reasons.slice(0, TOOLTIP_REASONS).join(' · ');
  const method = METHODS[cluster.method];
  return html`<p class="meta"><span class="trust ${trust.level}" title="${shown}"><i></i>${trust.words}</span>${
    cluster.place !== null && html`<span>${cluster.place}</span>`
  }<span>${cluster.memberCount} ${cluster.memberCount === 1 ? 'photo' : 'photos'}</span>${
    cluster.memberCount > 1 && html`<span title="${method.title}">${method.words}</span>`
  }${peopleBadge(cluster.peopleSet)}</p>`;
}

function peopleBadge(peopleSet: SheetCluster['peopleSet']): Html | false {
  if (peopleSet === false) return false;
  return peopleSet === true
    ? html`<span class="lock" title="A person whose torso or skin shows: pictures and tags of this row stay on this machine">${LOCK}people set</span>`
    : html`<span class="lock open" title="Nobody is sure that no person shows: treated as a people set, stays on this machine">${LOCK}people not decided</span>`;
}

function memberStrip(cluster: SheetCluster): Html | false {
  const { members, memberCount } = cluster;
  const hidden = memberCount - members.length;
  if (memberCount < 2 || members.length === 0) return false;
  const times = shortTimes(members);
  return html`<ul class="strip" tabindex="0" aria-label="${members.length} photos of ${cluster.name}">${members.map(
    (member, i) => memberItem(member, times[i]!),
  )}${hidden > 0 && html`<li class="more">+ ${hidden} more</li>`}</ul>`;
}

function memberItem(member: SheetMember, time: string): Html {
  const trust = trustOf(member);
  const title = `${member.fileName}${member.when === '' ? '' : ` · ${member.when}`} · ${trust.words}, trust ${percent(member.trust)}${member.dateReason === '' ? '' : ` · ${member.dateReason}`}`;
  return html`<li title="${title}"><img src="${localAddress(member.thumb)}" alt="${member.fileName}" height="88" loading="lazy" decoding="async"><span class="trust ${trust.level}"><i></i><span>${time}</span></span></li>`;
}

function tagGroup(
  layer: 'ck' | 'ai',
  label: string,
  title: string,
  tags: readonly SheetTag[],
  memberCount: number,
): Html | false {
  if (tags.length === 0) return false;
  return html`<div class="tags ${layer}"><h3 title="${title}">${label}</h3><ul>${tags.map(
    (tag) =>
      html`<li title="${percent(tag.score)} · ${tag.count} of ${memberCount} · ${tag.reason}"><b>${tag.name}</b><small>${percent(tag.score)}</small>${
        tag.count < memberCount && html`<small class="some">${tag.count}/${memberCount}</small>`
      }</li>`,
  )}</ul></div>`;
}

/** Everything that tooltips say, for keyboards, phones and paper. */
function why(cluster: SheetCluster): Html | false {
  const tags = [
    ...cluster.ckTags.map((tag) => ({ layer: 'CK', ...tag })),
    ...cluster.aiTags.map((tag) => ({ layer: 'AI', ...tag })),
  ];
  const reasons = reasonsOf(cluster.members);
  if (tags.length + reasons.length === 0) return false;
  return html`<details class="why"><summary>Why</summary>${
    reasons.length > 0 && html`<p>Date</p><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`
  }${
    tags.length > 0 &&
    html`<table><thead><tr><th scope="col">Tag</th><th scope="col">Score</th><th scope="col">Photos</th><th scope="col">Reason</th></tr></thead><tbody>${tags.map(
      (tag) =>
        html`<tr><td>${tag.layer}:${tag.name}</td><td>${percent(tag.score)}</td><td>${tag.count} of ${cluster.memberCount}</td><td>${tag.reason}</td></tr>`,
    )}</tbody></table>`
  }</details>`;
}

/** What the filter box looks at: tags with prefix, file names, place and time. */
function searchText(cluster: SheetCluster): string {
  const words = [
    cluster.name,
    cluster.place ?? '',
    cluster.medoid.fileName,
    ...cluster.members.map((member) => member.fileName),
    ...cluster.ckTags.map((tag) => `ck:${tag.name}`),
    ...cluster.aiTags.map((tag) => `ai:${tag.name}`),
    cluster.peopleSet === false ? '' : 'people set',
    trustOfAll(cluster.members).words,
  ];
  return [...new Set(words)].join(' ').toLowerCase();
}
