// SPDX-License-Identifier: GPL-2.0-only

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (key in made && typeof value === 'boolean') made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== ''));
  return made;
}

export const byId = (id) => document.getElementById(id);
