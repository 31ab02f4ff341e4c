package bambusa.leecher.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/** An element of the document, HTML or SVG. Text only ever goes in as text, never as markup. */
public interface Element extends JSObject {

  void setAttribute(String name, String value);

  void removeAttribute(String name);

  @Nullable String getAttribute(String name);

  void appendChild(Element child);

  void insertBefore(Element child, @Nullable Element before);

  void replaceChildren();

  void remove();

  void focus();

  /** A dialog's. */
  void showModal();

  /** A dialog's. */
  void close();

  void addEventListener(String type, Listener listener);

  @Nullable Element querySelector(String selector);

  @Nullable Element closest(String selector);

  @JSProperty("textContent")
  void setText(String text);

  @JSProperty("firstElementChild")
  @Nullable Element getFirst();

  @JSProperty("lastElementChild")
  @Nullable Element getLast();

  @JSProperty("nextElementSibling")
  @Nullable Element getNext();

  @JSProperty("childElementCount")
  int getChildCount();

  @JSProperty("value")
  String getValue();

  @JSProperty("value")
  void setValue(String value);

  @JSProperty("checked")
  boolean isChecked();

  @JSProperty("checked")
  void setChecked(boolean checked);

  @JSProperty("hidden")
  void setHidden(boolean hidden);

  @JSProperty("open")
  boolean isOpen();

  @JSProperty("open")
  void setOpen(boolean open);

  @JSProperty("scrollLeft")
  void setScrollLeft(double pixels);

  @JSProperty("clientWidth")
  int getClientWidth();

  default Element with(String attribute, String value) {
    setAttribute(attribute, value);
    return this;
  }

  default Element with(String attribute, int value) {
    return with(attribute, Integer.toString(value));
  }

  default Element style(String classes) {
    return with("class", classes);
  }

  default Element text(String text) {
    setText(text);
    return this;
  }

  default Element add(Element child) {
    appendChild(child);
    return this;
  }

  default Element on(String type, Listener listener) {
    addEventListener(type, listener);
    return this;
  }

  /**
   * Sets or removes an attribute without value, such as {@code hidden}, or one that is "true" when
   * set.
   */
  default void mark(String attribute, boolean marked) {
    if (marked) {
      setAttribute(attribute, "true");
    } else {
      removeAttribute(attribute);
    }
  }
}
