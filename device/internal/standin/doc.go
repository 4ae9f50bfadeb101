// Package standin lets tests of what speaks to Java run on a desktop's Java (tag jvm):
// small classes named like Android's, which remember what they were asked, answer as
// they are told and throw where they are told. It ships with nothing.
package standin
