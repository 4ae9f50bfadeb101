// Package assets is the root of what the program carries inside itself. Each
// kind has its own package, so that a program links only what it uses:
// assets/fonts (the Chinese type faces) and assets/words (every word that a
// person reads, in Chinese and English). Nothing below assets imports another
// part of this project or the Fyne toolkit, and nothing here holds a rule.
package assets
